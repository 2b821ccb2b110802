# The house as a container: one image for the web process and for the workers (see compose.yaml).
FROM debian:12-slim

RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      python3 python3-venv poppler-utils fonts-dejavu-core fonts-liberation \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
      tesseract-ocr tesseract-ocr-est tesseract-ocr-rus tesseract-ocr-eng tesseract-ocr-osd \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/kantselei
COPY requirements.lock requirements-models.lock ./
RUN python3 -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
 && .venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements-models.lock
COPY . .
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && useradd --system --home-dir /var/lib/kantselei --create-home kantselei

USER kantselei
ENV KANTSELEI_DATA_DIR=/var/lib/kantselei PATH=/opt/kantselei/.venv/bin:$PATH
EXPOSE 8000
CMD ["kantselei", "serve", "--host", "0.0.0.0", "--port", "8000", "--workers", "0", "--log-to-stderr"]
