namespace LambdaOps.Account.World.Cdn;

/// <summary>Where distributions fetch what they do not have: the buckets of the account.</summary>
public interface IObjectStore
{
    /// <summary>The object as it is now; null when the bucket or the key is not there.</summary>
    StoredObject? Find(string bucket, string key);
}

/// <summary>An object with what a client is told of it.</summary>
/// <param name="ETag">With its quotation marks.</param>
/// <param name="Headers">By their HTTP names, Content-Type not among them.</param>
public sealed record StoredObject(
    byte[] Body,
    string ContentType,
    string ETag,
    IReadOnlyDictionary<string, string> Headers
);
