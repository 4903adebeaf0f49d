using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(IamReview), "iamReview")]
public abstract partial record CheckMemory
{
    /// <summary>What IAM had, by which the next month sees what has changed.</summary>
    /// <param name="Since">When it was so.</param>
    /// <param name="Entities">
    /// By kind and name ("role deploy") the digest of each part behind the part's letter, with spaces between them.
    /// </param>
    public sealed record IamReview(DateTimeOffset Since, ImmutableSortedDictionary<string, string> Entities)
        : CheckMemory
    {
        public const int MostEntities = 2000;

        /// <summary>An item of the journal may have 400 KB, and the findings are in it, too.</summary>
        private const int MostBytes = 300 * 1024;

        /// <summary>Quotes, colon and comma.</summary>
        private const int Around = 6;

        /// <summary>Whether the journal can hold it.</summary>
        [JsonIgnore]
        public bool Fits =>
            Entities.Count <= MostEntities
            && Entities.Sum(one => one.Key.Sum(BytesOf) + one.Value.Length + Around) <= MostBytes;

        /// <summary>JSON may write other letters with six ("\u002B").</summary>
        private static int BytesOf(char letter) =>
            char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-' or '_' or '.' or ',' or '=' or '@' ? 1 : 6;
    }
}
