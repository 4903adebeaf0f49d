namespace LambdaOps.Core.Estates;

/// <summary>Where the system is brought up when its own region is lost.</summary>
/// <param name="Region">Where copies of its data have to be.</param>
public sealed record DisasterRecovery(string Region)
{
    internal static DisasterRecovery? Read(JsonPlace place)
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with region");
        var recovery = new DisasterRecovery(EstateReader.ReadRegion(place["region"]));
        place.NothingElse();
        return recovery;
    }
}
