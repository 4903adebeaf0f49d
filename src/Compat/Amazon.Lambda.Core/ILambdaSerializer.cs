namespace Amazon.Lambda.Core;

/// <summary>Turns the payload of an invocation into an object and a result into the response's payload.</summary>
public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}
