# The image of web, worker and beat (target app) and of nginx with the static files (target nginx).

FROM python:3.11-slim-bookworm AS base
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

FROM base AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.lock /build/requirements.lock
RUN /venv/bin/pip install --require-hashes -r /build/requirements.lock
WORKDIR /app
COPY . .
RUN SECRET_KEY=only-for-collecting-static-files \
    /venv/bin/python manage.py collectstatic --noinput --ignore print-fonts --verbosity 0 \
    && rm -rf var

FROM nginx:1.28-alpine AS nginx
ENV OPEN_SERVER=web:8000 REFRESH_KEY= NGINX_ENVSUBST_FILTER="OPEN_SERVER|REFRESH_KEY"
COPY config/nginx/lianfang.conf /etc/nginx/templates/default.conf.template
COPY --from=build /app/staticfiles /srv/static
HEALTHCHECK --interval=30s --timeout=5s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/nginx-health"]

FROM base AS app
# pg_dump must not be older than the server of docker-compose.yml; Debian's own is 15, so that PostgreSQL's repository gives it.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-16 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --home-dir /app --shell /usr/sbin/nologin lianfang \
    && install -d -o lianfang -g lianfang /app/var /app/heads
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp PORT=8000
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER lianfang
VOLUME /app/var /app/heads
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-m", "config.health", "web"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "2", \
     "--log-level", "warning", "config.wsgi:application"]
