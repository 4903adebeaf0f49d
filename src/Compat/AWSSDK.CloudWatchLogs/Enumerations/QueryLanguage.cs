using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>Values of QueryLanguage; one that is not listed survives.</summary>
public class QueryLanguage : ConstantClass
{
    public static readonly QueryLanguage CWLI = new("CWLI");
    public static readonly QueryLanguage PPL = new("PPL");
    public static readonly QueryLanguage SQL = new("SQL");

    public QueryLanguage(string value)
        : base(value) { }

    public static QueryLanguage FindValue(string value) => FindValue<QueryLanguage>(value);

    public static implicit operator QueryLanguage(string value) => FindValue(value);
}
