"""What a person reads when something is refused: a title and what to do, in three languages, by code."""

from __future__ import annotations

from dataclasses import dataclass

from api.language import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """A title, and a sentence that ends with what to do; one of each a language."""

    title: dict[Language, str]
    detail: dict[Language, str]


def _say(et: tuple[str, str], en: tuple[str, str], ru: tuple[str, str]) -> Sentence:
    return Sentence({"et": et[0], "en": en[0], "ru": ru[0]}, {"et": et[1], "en": en[1], "ru": ru[1]})


SENTENCES: dict[str, Sentence] = {
    "bad_request": _say(
        ("Päring on vigane", "Server ei saanud päringust aru. Kontrolli päist ja sisu ning saada uuesti."),
        ("The request is malformed", "The server did not understand it. Check headers and body, then send it again."),
        ("Неверный запрос", "Сервер не понял запрос. Проверьте заголовки и содержание и отправьте снова."),
    ),
    "empty": _say(
        ("Fail on tühi", "Saadetud failis ei ole ühtegi baiti. Skaneeri dokument uuesti ja saada fail uuesti."),
        ("The file is empty", "The file has no bytes. Scan the document again and send the file again."),
        ("Файл пуст", "В файле нет ни одного байта. Отсканируйте документ и отправьте файл ещё раз."),
    ),
    "incomplete": _say(
        ("Fail jäi pooleli", "Ühendus katkes enne faili lõppu ja midagi ei registreeritud. Saada fail uuesti."),
        ("The file is incomplete", "The connection ended before the file did; nothing was registered. Send it again."),
        ("Файл получен не полностью", "Связь прервалась, ничего не зарегистрировано. Отправьте файл ещё раз."),
    ),
    "bad_digest": _say(
        ("Kontrollsumma päis on vigane", "Päises peab olema sha-256=:...: (RFC 9530). Paranda päis."),
        ("The digest header is malformed", "Write it as sha-256=:base64: (RFC 9530), or leave the header out."),
        ("Неверный заголовок контрольной суммы", "Нужен вид sha-256=:...: (RFC 9530). Исправьте заголовок."),
    ),
    "digest_mismatch": _say(
        ("Kontrollsumma ei klapi", "Kohale jõudis teistsugune fail kui teele pandi. Saada fail uuesti."),
        ("The digest does not agree", "What arrived is not what was sent. Send the file again."),
        ("Контрольная сумма не совпала", "Получено не то, что отправлено. Отправьте файл ещё раз."),
    ),
    "pages_left_out": _say(
        ("Mõni leht jäi välja", "Iga leht kuulub ühte dokumenti. Nimeta iga leht üks kord; välja jäävad vahelehed."),
        ("A page was left out", "Every page belongs to one document. Name each once; only separators may be left out."),
        ("Пропущена страница", "Каждая страница относится к одному документу. Назовите каждую один раз."),
    ),
    "pages_mismatch": _say(
        ("Lehtede arv ei klapi", "Failis on teine arv lehti kui teatati. Kontrolli, kas kõik lehed skaneeriti."),
        ("The page count does not agree", "The file holds another number. Check that every sheet was scanned."),
        ("Число страниц не совпало", "В файле другое число страниц. Проверьте, все ли листы отсканированы."),
    ),
    "bad_form": _say(
        ("Vorm on vigane", "Vormis peab olema täpselt üks fail (file) ja järjekorranumber (seq). Saada uuesti."),
        ("The form is malformed", "It must hold exactly one file (file) and its number (seq). Send it again."),
        ("Неверная форма", "В форме нужен ровно один файл (file) и его номер (seq). Отправьте ещё раз."),
    ),
    "sign_in_needed": _say(
        ("Sisselogimine on vajalik", "Logi sisse või lisa skannimisjaama võti päisesse Authorization."),
        ("Sign-in is needed", "Sign in, or send the station's key in the Authorization header."),
        ("Нужно войти", "Войдите или передайте ключ станции в заголовке Authorization."),
    ),
    "bad_credentials": _say(
        ("Sisselogimine ei õnnestunud", "Kasutajanimi või parool on vale. Kontrolli ja proovi uuesti."),
        ("Sign-in failed", "The login or the password is wrong. Check them and try again."),
        ("Войти не удалось", "Неверное имя или пароль. Проверьте и попробуйте ещё раз."),
    ),
    "forbidden": _say(
        ("Selleks ei ole õigust", "Sinu roll ei luba seda teha. Küsi õigust oma juhilt või halduskasutajalt."),
        ("This is not permitted", "Your role does not allow this. Ask your supervisor or the administrator."),
        ("Нет права", "Ваша роль этого не позволяет. Обратитесь к руководителю или администратору."),
    ),
    "cross_site": _say(
        ("Päring tuli teiselt lehelt", "Turvakaalutlusel seda ei täideta. Ava Kantselei aken ja tee toiming seal."),
        ("The request came from another site", "It was not carried out. Open Kantselei itself and do it there."),
        ("Запрос пришёл с другого сайта", "Он не выполнен. Откройте Kantselei и сделайте это там."),
    ),
    "not_found": _say(
        ("Ei leitud", "Sellist kirjet ei ole või see ei ole sulle nähtav. Kontrolli aadressi."),
        ("Not found", "There is no such record, or you may not see it. Check the address."),
        ("Не найдено", "Такой записи нет или она вам недоступна. Проверьте адрес."),
    ),
    "method_not_allowed": _say(
        ("Seda toimingut siin ei ole", "Kasuta meetodit, mis on loetletud päises Allow."),
        ("This method is not offered here", "Use one of the methods named in the Allow header."),
        ("Такого действия здесь нет", "Используйте метод из заголовка Allow."),
    ),
    "too_slow": _say(
        ("Saatmine oli liiga aeglane", "Fail ei jõudnud õigeks ajaks kohale. Kontrolli ühendust ja saada uuesti."),
        ("The upload was too slow", "The file did not arrive in time. Check the line and send it again."),
        ("Передача слишком медленная", "Файл не пришёл вовремя. Проверьте связь и отправьте ещё раз."),
    ),
    "key_reused": _say(
        ("See number on juba kasutusel", "Partii sama numbri all on teine fail. Saada uus dokument uue numbriga."),
        ("This number is already used", "Another file stands under it. Send the new document under a new number."),
        ("Этот номер уже занят", "Под ним в партии другой файл. Отправьте новый документ под новым номером."),
    ),
    "batch_closed": _say(
        ("Partii on suletud", "Suletud partiisse ei saa dokumente lisada. Ava uus partii."),
        ("The batch is closed", "No document can be added to a closed batch. Open a new batch."),
        ("Партия закрыта", "В закрытую партию нельзя добавить документ. Откройте новую партию."),
    ),
    "illegal_move": _say(
        ("Praeguses seisus ei saa", "Kirje seis on vahepeal muutunud. Laadi leht uuesti ja vaata seisu."),
        ("Not possible in the present state", "The record has moved on. Load it again and see what has happened."),
        ("В текущем состоянии невозможно", "Состояние изменилось. Загрузите запись снова и проверьте."),
    ),
    "version_conflict": _say(
        ("Keegi muutis seda vahepeal", "Muudatust ei salvestatud. Vaata uut väärtust (current) ja otsusta uuesti."),
        ("Somebody changed it meanwhile", "Your change was not saved. Look at the new value (current), decide again."),
        ("Кто-то уже изменил запись", "Ваше изменение не сохранено. Посмотрите новое значение (current)."),
    ),
    "version_needed": _say(
        ("Versioon puudub", "Saada päises If-Match kirje versioon (ETag), mida nägid."),
        ("The version is missing", "Send the version you saw (its ETag) in the If-Match header."),
        ("Не указана версия", "Передайте в заголовке If-Match версию (ETag), которую вы видели."),
    ),
    "too_large": _say(
        ("Fail on liiga suur", "Jaga dokument väiksemateks osadeks või skaneeri madalama lahutusega (300 dpi)."),
        ("The file is too large", "Split the document, or scan it at a lower resolution (300 dpi)."),
        ("Файл слишком велик", "Разделите документ или отсканируйте с меньшим разрешением (300 dpi)."),
    ),
    "unknown_type": _say(
        ("Seda liiki faili vastu ei võeta", "Saada PDF, TIFF, JPEG, PNG, WEBP või HEIC."),
        ("This type of file is not accepted", "Send PDF, TIFF, JPEG, PNG, WEBP or HEIC."),
        ("Такой тип файла не принимается", "Отправьте PDF, TIFF, JPEG, PNG, WEBP или HEIC."),
    ),
    "encoded_body": _say(
        ("Pakitud sisu ei võeta vastu", "Saada fail ilma päiseta Content-Encoding."),
        ("An encoded body is not accepted", "Send the file itself, without Content-Encoding."),
        ("Сжатое содержание не принимается", "Отправьте сам файл, без Content-Encoding."),
    ),
    "invalid_request": _say(
        ("Andmed ei sobi", "Mõni väärtus ei vasta nõuetele; loetelu on väljal errors. Paranda ja saada uuesti."),
        ("Some values do not fit", "They are listed under errors. Mend them and send the request again."),
        ("Данные не подходят", "Ошибки перечислены в errors. Исправьте и отправьте ещё раз."),
    ),
    "count_mismatch": _say(
        ("Dokumentide arv ei klapi", "Partiis on teine arv dokumente kui teatati. Saada puuduvad või paranda arv."),
        ("The count does not agree", "The batch holds another number. Send what is missing, or mend the count."),
        ("Число документов не совпало", "В партии другое число документов. Отправьте недостающие или исправьте."),
    ),
    "unknown_kind": _say(
        ("Sellist liiki ei ole", "Vali liik kataloogist (/v1/kinds)."),
        ("There is no such kind", "Choose one of the catalogue (/v1/kinds)."),
        ("Такого вида нет", "Выберите вид из каталога (/v1/kinds)."),
    ),
    "too_many_attempts": _say(
        ("Liiga palju katseid", "Oota veidi (päis Retry-After) ja proovi siis uuesti."),
        ("Too many attempts", "Wait a little (see Retry-After), then try again."),
        ("Слишком много попыток", "Подождите немного (Retry-After) и попробуйте снова."),
    ),
    "nothing_missing": _say(
        ("Midagi ei ole puudu", "Toimikus on kõik olemas, mida kliendilt küsida. Ava toimik uuesti."),
        ("Nothing is missing", "The case has all that could be asked of the client. Open the case again."),
        ("Всё есть", "В деле есть всё, что можно запросить у клиента. Откройте дело снова."),
    ),
    "letter_incomplete": _say(
        ("Kirja jaoks on andmeid puudu", "Täida see, mida väli lacks nimetab, ja proovi uuesti."),
        ("The letter needs more", "Fill in what `lacks` names, then try again."),
        ("Для письма не хватает данных", "Заполните то, что названо в lacks, и повторите."),
    ),
    "no_addressee": _say(
        ("Adressaat ei ole teada", "Kinnita kliendi nimi või anna adressaat."),
        ("The addressee is not known", "Confirm the client's name, or give an addressee."),
        ("Адресат неизвестен", "Подтвердите имя клиента или укажите адресата."),
    ),
    "channel_refused": _say(
        ("Seda kirja nii ei saadeta", "Anna kiri üle või saada tähitud kirjaga."),
        ("This letter does not go this way", "Hand it over, or send it by registered post."),
        ("Это письмо так не отправляется", "Вручите его лично или отправьте заказным письмом."),
    ),
    "not_printed": _say(
        ("Kirjast ei ole veel PDF-i", "Oota paar sekundit ja proovi uuesti; kavand tuleb enne väljastada."),
        ("The letter has no PDF yet", "Wait a few seconds and try again; a draft must be issued first."),
        ("PDF письма ещё нет", "Подождите несколько секунд и повторите; черновик нужно сначала выпустить."),
    ),
    "no_evidence": _say(
        ("See ei tõenda kättetoimetamist", "Vali sobiv tõend ja päev, mis ei ole enne kirja ega tulevikus."),
        ("This does not prove it", "Choose a proof that fits, and a day between the letter's date and today."),
        ("Это не подтверждает вручение", "Выберите подходящее доказательство и день от даты письма до сегодня."),
    ),
    "bad_template": _say(
        ("Malli ei saa kasutada", "Paranda rida, mille number on väljal line, ja vaata eelvaadet uuesti."),
        ("The template cannot be used", "Mend the line that `line` names, then look at the preview again."),
        ("Шаблон не работает", "Исправьте строку, указанную в line, и посмотрите предпросмотр снова."),
    ),
    "values_not_confirmed": _say(
        ("Väärtused on kinnitamata", "Kinnita väärtused, mida lacks nimetab, seejärel otsusta."),
        ("Values are not confirmed", "Confirm the values that `lacks` names, then decide."),
        ("Значения не подтверждены", "Подтвердите значения, названные в lacks, затем принимайте решение."),
    ),
    "second_person_needed": _say(
        ("Vaja on teist inimest", "Otsuse koostaja ise seda ei kinnita. Palu kolleegil see üle vaadata."),
        ("A second person is needed", "Who drafted a decision does not confirm it. Ask a colleague."),
        ("Нужен второй человек", "Составитель решения сам его не подтверждает. Попросите коллегу."),
    ),
    "paid_already": _say(
        ("Selle kuu eest on juba makstud", "Vaata sama isiku ja hüvitise varasemat otsust."),
        ("Paid for this month already", "Look at the earlier decision for this person and benefit."),
        ("За этот месяц уже выплачено", "Посмотрите прежнее решение по этому лицу и пособию."),
    ),
    "bad_payment": _say(
        ("Makset ei saa koostada", "Kontrolli kontot, summat, hüvitist, kuud ja päeva."),
        ("The payment cannot be made", "Check account, amount, benefit, month and day."),
        ("Выплату нельзя составить", "Проверьте счёт, сумму, пособие, месяц и день."),
    ),
    "internal": _say(
        ("Serveris läks midagi viltu", "Viga on kirjas. Proovi uuesti; kui kordub, ütle haldajale intsidendi number."),
        ("Something went wrong here", "It is recorded. Try again; if it stays, tell the administrator the incident."),
        ("Ошибка на сервере", "Она записана. Попробуйте снова; если повторится, сообщите номер инцидента."),
    ),
    "unavailable": _say(
        ("Andmebaas ei vasta", "Hoia fail alles ja saada sama numbriga uuesti päises Retry-After öeldud aja pärast."),
        ("The database does not answer", "Keep the file; repeat the same request after the time in Retry-After."),
        ("База данных не отвечает", "Сохраните файл и повторите тот же запрос через время из Retry-After."),
    ),
    "outcome_unknown": _say(
        ("Tulemus ei ole teada", "Andmebaas vaikis. Korda sama päringut: midagi ei registreerita kaks korda."),
        ("The outcome is not known", "The database went silent. Repeat the same request: nothing is registered twice."),
        ("Результат неизвестен", "Связь с базой прервалась. Повторите запрос: дважды ничего не зарегистрируется."),
    ),
    "store_unavailable": _say(
        ("Failihoidla ei vasta", "Hoia fail alles ja korda sama päringut päises Retry-After öeldud aja pärast."),
        ("The object store does not answer", "Keep the file; repeat the same request after the time in Retry-After."),
        ("Хранилище не отвечает", "Сохраните файл и повторите тот же запрос через время из Retry-After."),
    ),
    "bytes_lost": _say(
        ("Pilti ei saa näidata", "Hoidlas olev fail puudub või on rikutud. Ütle haldajale intsidendi number."),
        ("The picture cannot be shown", "Its bytes are missing or damaged. Tell the administrator the incident."),
        ("Изображение недоступно", "Файл отсутствует или повреждён. Сообщите администратору номер инцидента."),
    ),
    "no_space": _say(
        ("Serveri ketas on täis", "Hoia fail alles ja proovi hiljem; teata haldajale."),
        ("The server's disk is full", "Keep the file, try again later, and tell the administrator."),
        ("Диск сервера заполнен", "Сохраните файл, попробуйте позже и сообщите администратору."),
    ),
    "bad_kind": _say(
        ("Liigi kirjelduses on viga", "Paranda nimetatud rida (line) nii, nagu seal öeldud (remedy), ja saada uuesti."),
        ("The description of the kind has a mistake", "Mend the line that is named, as `remedy` says; send it again."),
        ("Ошибка в описании вида", "Исправьте названную строку (line), как сказано в remedy, и отправьте снова."),
    ),
    "kind_taken": _say(
        ("Selle koodiga liik on olemas", "Vali teine kood või kirjuta olemasolevast liigist uus väljaanne."),
        ("A kind of this code ships with the house", "Choose another code, or write an edition of that kind."),
        ("Вид с таким кодом уже есть", "Выберите другой код или напишите новое издание этого вида."),
    ),
    "extension_refused": _say(
        ("Tähtaega nii pikendada ei saa", "Reegel lubab pikendada üks kord ja mitte nii kauaks. Vali lühem aeg."),
        ("The term is not extended so", "The rule allows it once, and not so far. Choose a shorter extension."),
        ("Так продлить срок нельзя", "Правило позволяет продлить один раз и не так надолго. Выберите меньший срок."),
    ),
    "bad_span": _say(
        ("Päevad on vahetuses", "Anna varasem päev esimesena; vahemik jääb aastatesse 1998 kuni 2100."),
        ("The days are turned round", "Give the earlier day first; the span lies from 1998 to 2100."),
        ("Дни перепутаны", "Укажите более ранний день первым; период — с 1998 по 2100 год."),
    ),
    "unknown_class": _say(
        ("Sellist kirja liiki ei ole", "Vali üks pakutud liikidest."),
        ("There is no such class of letter", "Choose one of those that are offered."),
        ("Такого вида письма нет", "Выберите один из предложенных видов."),
    ),
    "nobody_there": _say(
        ("Sellele inimesele ei saa toimikuid anda", "Vali menetleja, kelle konto on avatud ja kes toimikuid lahendab."),
        ("This person cannot be given cases", "Choose somebody with an open account who handles cases."),
        ("Этому человеку нельзя передать дела", "Выберите исполнителя с действующей учётной записью."),
    ),
    "reason_missing": _say(
        ("Põhjus on kirjutamata", "Kirjuta mõne sõnaga, miks seda teed; see jääb sinu nime ja kuupäevaga alles."),
        ("The reason is missing", "Say in a few words why you do it; they are kept with your name and the day."),
        ("Не указана причина", "Напишите в нескольких словах, зачем это; запись хранится с вашим именем и датой."),
    ),
}  # fmt: skip
