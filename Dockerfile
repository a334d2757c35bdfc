# One image for web, worker and beat; docker-compose.yml says which command each runs.
FROM node:22-bookworm-slim AS front-end
WORKDIR /encore
COPY package.json package-lock.json .npmrc ./
COPY scripts/copy_front_end scripts/
RUN npm ci --ignore-scripts && scripts/copy_front_end

FROM python:3.13-slim-bookworm
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ENCORE_DATA=/data
WORKDIR /encore
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
COPY --from=front-end /encore/static/vendor static/vendor
# Static files are collected into the image: every web container serves the same ones and keeps no state.
RUN python scripts/compile_translations \
    && STATIC_ROOT=/encore/collected SECRET_KEY=unused DATABASE_URL=postgresql:///unused \
        python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --uid 10001 encore \
    && install -d -o encore /data
ENV STATIC_ROOT=/encore/collected
USER encore
VOLUME /data
CMD ["gunicorn"]
