namespace LambdaOps.Account.World.Zones;

/// <summary>
/// A zone's id, which means the same zone in every account, by its name in this one: AWS deals the names anew for each
/// account, so the letter and the number differ here, too.
/// </summary>
public static class ZoneNames
{
    private const int Dealt = 3;
    private const int Letters = 6;

    /// <summary>"apne1-az4" for "ap-northeast-1a".</summary>
    public static string IdOf(string name) => $"{CodeOf(name[..^1])}-az{((name[^1] - 'a' + Dealt) % Letters) + 1}";

    private static string CodeOf(string region)
    {
        var parts = region.Split('-');
        var way = parts[1] switch
        {
            "northeast" => "ne",
            "northwest" => "nw",
            "southeast" => "se",
            "southwest" => "sw",
            var one => one[..1],
        };
        return $"{parts[0]}{way}{parts[^1]}";
    }
}
