using LambdaOps.Aws.Estates;

namespace LambdaOps.Aws.Invocations;

/// <summary>What a function is made of, by the estate as it is at the invocation: made anew where that is another one.</summary>
/// <param name="compose">Made once for each version of the estate.</param>
public sealed class ByEstate<T>(LiveEstate estate, Func<VersionedEstate, T> compose)
    where T : class
{
    private VersionedEstate? _seen;
    private T? _made;

    /// <summary>Makes it now, so that a wrong deployment is loud before anything is invoked.</summary>
    public ByEstate<T> Made()
    {
        _made = compose(_seen = estate.Known);
        return this;
    }

    public async Task<T> NowAsync(CancellationToken cancellationToken = default)
    {
        var now = await estate.NowAsync(cancellationToken);
        if (_made is null || _seen != now)
        {
            (_made, _seen) = (compose(now), now);
        }

        return _made;
    }
}
