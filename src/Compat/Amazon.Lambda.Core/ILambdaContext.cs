namespace Amazon.Lambda.Core;

/// <summary>One invocation and the function it came to.</summary>
public interface ILambdaContext
{
    /// <summary>The invocation's request id; retries of an asynchronous invocation keep it.</summary>
    string AwsRequestId { get; }

    /// <summary>Null unless the caller passed a client context.</summary>
    IClientContext ClientContext { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    /// <summary>Null unless a Cognito identity made the invocation.</summary>
    ICognitoIdentity Identity { get; }

    /// <summary>The ARN as it was invoked: with an alias or a version when the caller named one.</summary>
    string InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    int MemoryLimitInMB { get; }

    /// <summary>Time until Lambda ends the invocation; zero or less when the deadline has passed.</summary>
    TimeSpan RemainingTime { get; }

    /// <summary>The tenant of a function in tenant isolation mode, or null.</summary>
    string TenantId => null;

    /// <summary>The X-Ray trace header of this invocation, or null.</summary>
    string TraceId => null;

    /// <summary>The serializer the function was registered with, or null.</summary>
    ILambdaSerializer Serializer => null;
}

/// <summary>What the caller passed as the invocation's client context.</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IClientApplication Client { get; }

    IDictionary<string, string> Custom { get; }
}

/// <summary>The mobile application that made the invocation, as the AWS Mobile SDK describes it.</summary>
public interface IClientApplication
{
    string AppPackageName { get; }

    string AppTitle { get; }

    string AppVersionCode { get; }

    string AppVersionName { get; }

    string InstallationId { get; }
}

/// <summary>The Amazon Cognito identity that authorised the invocation.</summary>
public interface ICognitoIdentity
{
    string IdentityId { get; }

    string IdentityPoolId { get; }
}
