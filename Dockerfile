# The chat in a container, as a user that is not root. It goes on listening to the computer it runs
# on alone:
#   docker build -t pincite .
#   docker run --rm --network host -v pincite-library:/pincite/library pincite
# For several people: compose.yaml, with --build-arg REQUIREMENTS=requirements-firm.txt.
# Documents: docker run ... -v ~/cases/smith:/cases/smith:ro pincite ingest /cases/smith --case smith
FROM python:3.11-slim

RUN useradd --create-home --uid 1000 pincite \
    && mkdir -p /pincite/library \
    && chown -R pincite:pincite /pincite
USER pincite
WORKDIR /pincite
ENV PIP_NO_CACHE_DIR=1

# Packages and model first: they change less often than the source. pyproject.toml names packages,
# which need only be there to be installed.
COPY --chown=pincite:pincite pyproject.toml requirements.txt README.md LICENSE ./
COPY --chown=pincite:pincite locks locks
COPY --chown=pincite:pincite scripts scripts
COPY --chown=pincite:pincite ingest ingest
COPY --chown=pincite:pincite bot bot
COPY --chown=pincite:pincite ui ui
COPY --chown=pincite:pincite .streamlit .streamlit
RUN python scripts/setup.py install

# What servers and sign-in (requirements-firm.txt) or a chat model (requirements-chat.txt) need.
ARG REQUIREMENTS=""
COPY --chown=pincite:pincite constraints.txt requirements-firm.txt requirements-chat.txt ./
RUN for file in $REQUIREMENTS; do \
        .venv/bin/python -m pip install --no-input -r "$file" -c constraints.txt || exit 1; \
    done

ENV PATH="/pincite/.venv/bin:$PATH"
VOLUME /pincite/library
EXPOSE 8501
ENTRYPOINT ["pincite"]
CMD ["app"]
