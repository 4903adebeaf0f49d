using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The client part of a client context.</summary>
internal sealed class ClientApplication : IClientApplication
{
    public string AppPackageName { get; private init; }

    public string AppTitle { get; private init; }

    public string AppVersionCode { get; private init; }

    public string AppVersionName { get; private init; }

    public string InstallationId { get; private init; }

    internal static ClientApplication FromJson(JsonElement client) =>
        client.ValueKind != JsonValueKind.Object
            ? null
            : new ClientApplication
            {
                AppPackageName = Text(client, "app_package_name"),
                AppTitle = Text(client, "app_title"),
                AppVersionCode = Text(client, "app_version_code"),
                AppVersionName = Text(client, "app_version_name"),
                InstallationId = Text(client, "installation_id"),
            };

    private static string Text(JsonElement client, string name) =>
        client.TryGetProperty(name, out var value) ? value.ToString() : null;
}
