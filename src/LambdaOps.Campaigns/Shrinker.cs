namespace LambdaOps.Campaigns;

/// <summary>
/// Makes a failing run smaller while the same rule goes on failing: fewer services, outages, acts of people and kinds
/// of fault, fewer minutes. All of them are flags of the command.
/// </summary>
public static class Shrinker
{
    /// <summary>Runs that are tried at most.</summary>
    public const int MostTries = 600;

    private static readonly int[] s_minutes = [5, 10, 20, 40, 60];

    /// <summary>The smallest run found, and how many were tried.</summary>
    /// <param name="options">The failing run's options, with its seed.</param>
    /// <param name="rule">The rule that has to go on failing.</param>
    public static (CampaignOptions Smallest, int Tries) Shrink(CampaignOptions options, string rule)
    {
        var search = new Search(options with { Timeline = false }, rule);
        CampaignOptions before;
        do
        {
            before = search.Smallest;
            search.Services();
            search.Outages();
            search.Acts();
            search.Faults();
            search.Minutes();
        } while (search.Smallest != before && search.Tries < MostTries);

        return (search.Smallest, search.Tries);
    }

    private sealed class Search(CampaignOptions options, string rule)
    {
        public CampaignOptions Smallest { get; private set; } = options;

        public int Tries { get; private set; }

        public void Services()
        {
            var drawn = Smallest.Services ?? Campaign.RunOne(Smallest).PlannedServices;
            for (var few = 1; few < drawn && !Try(Smallest with { Services = few }); few *= 2) { }
        }

        public void Outages() =>
            Fewer(
                Smallest.Outages ?? Numbers(Campaign.RunOne(Smallest).PlannedOutages),
                left => Smallest with { Outages = left }
            );

        public void Acts() =>
            Fewer(
                Smallest.Acts ?? Numbers(Campaign.RunOne(Smallest).PlannedActs),
                left => Smallest with { Acts = left }
            );

        public void Faults() => Fewer(Smallest.Faults, left => Smallest with { Faults = left });

        public void Minutes()
        {
            foreach (var minutes in s_minutes.Where(minutes => minutes < Smallest.Minutes))
            {
                if (Try(Smallest with { Minutes = minutes }))
                {
                    return;
                }
            }
        }

        /// <summary>Leaves parts out, large ones first: all, then halves, then one by one.</summary>
        private void Fewer<T>(IReadOnlySet<T> all, Func<IReadOnlySet<T>, CampaignOptions> with)
        {
            var left = all.Order().ToList();
            for (var size = left.Count; size > 0; size /= 2)
            {
                for (var from = 0; from < left.Count; )
                {
                    var without = left.Where((_, index) => index < from || index >= from + size).ToList();
                    if (Try(with(without.ToHashSet())))
                    {
                        left = without;
                    }
                    else
                    {
                        from += size;
                    }
                }
            }
        }

        private bool Try(CampaignOptions smaller)
        {
            if (Tries >= MostTries)
            {
                return false;
            }

            Tries++;
            var fails = Campaign.RunOne(smaller).Violations.Any(violation => violation.Rule == rule);
            Smallest = fails ? smaller : Smallest;
            return fails;
        }

        private static HashSet<int> Numbers(int count) => [.. Enumerable.Range(0, count)];
    }
}
