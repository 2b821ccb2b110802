"""Names, places and sentences that invented people are made of: our own lists, no living person is meant."""

WOMEN = (
    "Õie", "Õnne", "Ülle", "Äli", "Mari-Liis", "Kärt", "Külli", "Anu", "Tiina", "Mary Änn", "Liisa", "Katrin",
    "Pille-Riin", "Svetlana", "Jekaterina", "Natalja", "Olga", "Žanna", "Ülvi", "Maarja", "Signe",
)  # fmt: skip
MEN = (
    "Ülo", "Jaak-Kristjan", "Tõnu", "Märt", "Jüri", "Andrus", "Kaupo", "Rein", "Väino", "Mihkel", "Siim",
    "Sergei", "Dmitri", "Aleksei", "Vjatšeslav", "Hannes", "Ants", "Žanis", "Karl Erik", "Olev",
)  # fmt: skip
SURNAMES = (
    "Põldmäe", "Võõras", "Õunapuu", "Rüütel-Kask", "Šmidt", "O'Connež", "Jõeorg", "Käärik", "Tšetvergov-Lepp",
    "Tamm", "Saar", "Sepp", "Mägi", "Kukk", "Ilves", "Pärn", "Raudsepp", "Kuusk", "Oja", "Lõhmus", "Härma",
    "Väli", "Ööpik", "Ülejõe", "Žuk", "D'Arcy", "Hõbesalu", "Künnapuu", "Soosaar",
)  # fmt: skip
RUSSIAN_PAIRS = (  # man, woman
    ("Ivanov", "Ivanova"), ("Žukov", "Žukova"), ("Šestakov", "Šestakova"), ("Tšernov", "Tšernova"),
    ("Sokolov", "Sokolova"), ("Gorbunov", "Gorbunova"), ("Štšerbakov", "Štšerbakova"), ("Zaitsev", "Zaitseva"),
)  # fmt: skip

PLACES = (  # settlement as written in an address, county, first three digits of its postal codes
    ("Tallinn", "Harju maakond", "101"), ("Tartu", "Tartu maakond", "510"), ("Narva", "Ida-Viru maakond", "203"),
    ("Pärnu", "Pärnu maakond", "800"), ("Võru", "Võru maakond", "656"), ("Põlva", "Põlva maakond", "633"),
    ("Jõgeva", "Jõgeva maakond", "483"), ("Kärdla", "Hiiu maakond", "924"), ("Kuressaare", "Saare maakond", "938"),
    ("Türi", "Järva maakond", "722"), ("Räpina", "Põlva maakond", "645"), ("Kohtla-Järve", "Ida-Viru maakond", "303"),
    ("Rakvere", "Lääne-Viru maakond", "443"), ("Viljandi", "Viljandi maakond", "710"),
    ("Rapla", "Rapla maakond", "795"),
    ("Haapsalu", "Lääne maakond", "905"), ("Valga", "Valga maakond", "682"), ("Keila", "Harju maakond", "766"),
    ("Põltsamaa", "Jõgeva maakond", "481"), ("Sillamäe", "Ida-Viru maakond", "402"),
    ("Võsu alevik, Haljala vald", "Lääne-Viru maakond", "455"),
    ("Käsmu küla, Haljala vald", "Lääne-Viru maakond", "456"),
    ("Õru alevik, Valga vald", "Valga maakond", "685"), ("Äksi alevik, Tartu vald", "Tartu maakond", "605"),
)  # fmt: skip
STREETS = (
    "Kastani tn", "Õie tn", "Lõuna tn", "Pärna pst", "Tähe tn", "Kooli tn", "Järve põik", "Mustamäe tee", "Võidu tn",
    "Ülase tn", "Tööstuse tn", "Jaama pst", "Kesk tn", "Aia tn", "Nõmme tee", "Mäe tn", "Sõpruse pst", "Rannaääre tn",
)  # fmt: skip
FARMS = ("Mäetaga", "Uuetoa", "Kõrtsi", "Tõnise", "Vanaõue", "Sepa-Jaani", "Lepiku")
EMPLOYERS = (
    "AS Näidistehas", "OÜ Põhjaranna Puit", "Rabaveere Põhikool", "AS Võhandu Piim", "OÜ Ülejõe Ehitus",
    "Soonurme Lasteaed", "AS Näidise Raudtee",
)  # fmt: skip
CLINICS = (
    "OÜ Rabaveere Perearstikeskus", "OÜ Järvekalda Tervisekeskus", "SA Näidise Haigla", "OÜ Õnnepalu Perearstid",
)  # fmt: skip
SCHOOLS = ("Rabaveere Gümnaasium", "Soonurme Põhikool", "Näidise Kutsehariduskeskus")
COUNTRIES = {
    "EE": "Eesti", "FI": "Soome", "LV": "Läti", "SE": "Rootsi", "DE": "Saksamaa", "UA": "Ukraina", "LT": "Leedu",
}  # fmt: skip
DIAGNOSES = (
    ("M54.5", "Alaseljavalu"), ("I10", "Kõrgvererõhktõbi"), ("G35", "Hulgiskleroos"), ("J45.0", "Allergiline astma"),
    ("H90.3", "Kahepoolne kuulmislangus"), ("M17.1", "Põlveliigese artroos"), ("E11.9", "2. tüüpi diabeet"),
)  # fmt: skip
FINDINGS = (
    "Patsient on arsti jälgimisel alates 2019. aastast. Liikumine on raskendatud, pikemat vahemaad läbib abivahendiga.",
    "Vaatamata ravile püsivad vaevused. Igapäevatoimingutes vajab kõrvalabi mõnel korral nädalas.",
    "Seisund on stabiilne. Koormustaluvus on vähenenud, töövõimet mõjutab väsimus ja valu.",
)
ADVICE = (
    "Soovitan puude raskusastme tuvastamist ja taastusravi.", "Vajab abivahendit ja füsioteraapiat.",
    "Korduv hindamine kuue kuu pärast.",
)  # fmt: skip
LETTERS = (
    ("Selgitustaotlus", "Pöördun Teie poole sooviga saada selgitust, kuidas arvestatakse pensioni suurust pärast "
     "välisriigis töötamist. Töötasin aastatel 2004 kuni 2011 Soomes ja palun selgitada, kas need aastad lähevad "
     "arvesse ning milliseid dokumente pean esitama.\n\nPalun vastata kirjalikult minu e-posti aadressile."),
    ("Teabenõue", "Palun väljastada koopia minu kohta tehtud otsusest ja nendest dokumentidest, mille alusel otsus "
     "tehti. Soovin teavet saada e-postiga.\n\nTeabenõude täitmise eest tasumiseks olen valmis, kui see on vajalik."),
    ("Märgukiri", "Teen ettepaneku avada klienditeenindus ka laupäeviti, sest tööpäeval ei ole maakohast võimalik "
     "bussiga õigeks ajaks kohale jõuda. Samuti palun panna ooteruumi suurema kirjaga juhised."),
    ("Avaldus", "Palun peatada minu pensioni maksmine seniselt arvelduskontolt ja oodata uue konto andmeid, mille "
     "esitan lähema nädala jooksul.\n\nPalun anda teada, kui avaldus on kätte saadud."),
)  # fmt: skip
REPLIES = (
    ("Puuduvate dokumentide esitamine", "Saadan puuduvad dokumendid, mida Te oma kirjas küsisite. Originaalid jäid "
     "minu kätte ja saan need vajadusel esitada klienditeeninduses.\n\nPalun teatage, kui midagi on veel puudu."),
    ("Lisadokumentide esitamine", "Vastuseks Teie kirjale lisan avaldusele küsitud dokumendid. Koopiad on tehtud "
     "kõikidest lehtedest, millel on sissekandeid."),
)  # fmt: skip
