using LambdaOps.Account.Services;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// Asked by the wire around each AWS call, with the world's gate held. It is how a drill kills a function in the middle
/// of what it does.
/// </summary>
public interface ICallInterceptor
{
    /// <summary>
    /// The call has arrived and has not taken effect. Abort: it takes none, and the connection breaks.
    /// </summary>
    CallVerdict Before(ServiceCall call);

    /// <summary>
    /// The call has taken effect and is not answered. Abort: the connection breaks without an answer.
    /// </summary>
    CallVerdict After(ServiceCall call);
}

public enum CallVerdict
{
    Continue,

    Abort,
}
