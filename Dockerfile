# The bot for a small server. Everything that only building needs stays in the first stage.
#   docker build -t coalition-bot .
#   docker run -d --name coalition --env-file .env -v coalition:/data coalition-bot

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY constraints.txt ./
RUN python -m venv /build && /build/bin/pip install -c constraints.txt hatchling
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY cogs ./cogs
COPY data ./data
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .
RUN python -m venv --without-pip /opt/coalition && /build/bin/pip --python /opt/coalition/bin/python install -c constraints.txt /wheels/*.whl
# The bot may not write there later: what it makes of its catalogs at its first start is made now.
RUN /opt/coalition/bin/python -I -c "from bot.i18n import languages, t; print([t('cli.help', language) for language in languages()])"

FROM python:3.12-slim-bookworm
ENV PATH=/opt/coalition/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATABASE_PATH=/data/coalition.db
RUN groupadd --gid 10001 coalition && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin coalition
RUN install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /opt/coalition /opt/coalition
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
# Loopback inside the container; no proxy may stand in between. Not well means 503, which raises.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://' + {'::1': '[::1]'}.get(h := os.environ.get('WEB_HOST', '127.0.0.1'), h) + ':' + os.environ.get('WEB_PORT', '8080') + '/health', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot", "run"]
