# docker build -t vs .
# docker run --rm -v "$PWD:/work" --user "$(id -u):$(id -g)" vs validate
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir /wheels/*.whl \
    && rm -r /wheels \
    && useradd --uid 1000 --no-create-home vs
USER 1000
WORKDIR /work
ENTRYPOINT ["vs"]
CMD ["--help"]
