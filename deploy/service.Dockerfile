# One of the separate services. Build it at the root of the repository, once for each of Agreements, ExportControls, Facilities and Timeline:
#   docker build -f deploy/service.Dockerfile --build-arg SERVICE=Timeline -t trade-policy-ledger/timeline:1.0.0 .
# It listens on loopback alone (plaintext and anonymous access exist nowhere else), so the services of one ledger share a network namespace.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG SERVICE
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY contracts contracts
COPY services services
RUN dotnet publish services/$SERVICE/Ledger.$SERVICE.csproj --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG SERVICE
# The image's own unprivileged user.
ARG APP_UID=1654
WORKDIR /app
COPY --from=build /app .
# Where timeline may save its projection; a volume in its place has the same owner.
RUN install -d -o $APP_UID -g $APP_UID /var/lib/ledger
USER $APP_UID:$APP_UID
ENV DOTNET_EnableDiagnostics=0 SERVICE=$SERVICE
STOPSIGNAL SIGTERM
ENTRYPOINT ["sh", "-c", "exec dotnet Ledger.$SERVICE.dll \"$@\"", "--"]
