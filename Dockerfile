# Porter in a container. docs/operations.md says how it is run: read-only, with one volume for all that it keeps.
FROM oven/bun:1.4.5-slim AS build
WORKDIR /porter
COPY . .
RUN bun server/bootstrap/build.ts

FROM oven/bun:1.4.5-slim
# git for worktrees and diffs; tini because PID 1 has to bury what agents leave orphaned, which Bun does not do.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git tini \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /porter
COPY package.json bun.lock ./
RUN bun install --frozen-lockfile --production
# What is not in here is not needed to run: tests, pictures, the sources of the web app.
COPY --from=build /porter/node_modules/.porter-installed node_modules/
COPY --from=build /porter/dist dist
COPY --from=build /porter/client/dist client/dist
COPY client/cli client/cli
COPY client/sdk client/sdk
COPY server server
COPY shared shared
COPY mcp mcp
COPY drizzle drizzle
COPY config config
RUN mkdir -p /data/home /data/porter && chown -R 10001:10001 /data && chmod 0700 /data/home /data/porter
USER 10001:10001
# Inside of the container every address is the container's own; PORTER_PUBLIC_URL has to say how it is reached.
ENV NODE_ENV=production \
    HOME=/data/home \
    PORTER_DATA_DIR=/data/porter \
    PORTER_HOST=0.0.0.0 \
    PORTER_PORT=3101
VOLUME /data
EXPOSE 3101
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["bun", "-e", "process.exit((await fetch('http://127.0.0.1:3101/health')).ok ? 0 : 1)"]
ENTRYPOINT ["tini", "--"]
CMD ["bun", "dist/server.js"]
