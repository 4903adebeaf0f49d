namespace Amazon.Lambda.Core;

/// <summary>The mobile application that made the invocation, as the AWS Mobile SDK describes it.</summary>
public interface IClientApplication
{
    string AppPackageName { get; }

    string AppTitle { get; }

    string AppVersionCode { get; }

    string AppVersionName { get; }

    string InstallationId { get; }
}
