namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>Reads projection expressions: document paths with commas between.</summary>
internal sealed class ProjectionReader : ExpressionReader
{
    private ProjectionReader(string text, Placeholders placeholders)
        : base(text, "ProjectionExpression", placeholders) { }

    public static IReadOnlyList<DocumentPath> Read(string text, Placeholders placeholders)
    {
        var reader = new ProjectionReader(text, placeholders);
        var paths = new List<DocumentPath>();
        do
        {
            paths.Add(reader.Path());
        } while (reader.TakeIf(","));
        reader.ExpectEnd();
        for (var i = 0; i < paths.Count; i++)
        {
            foreach (var other in paths.Skip(i + 1).Where(o => o.Overlaps(paths[i])))
            {
                throw reader.Fault(
                    "Two document paths overlap with each other; must remove or rewrite one of these "
                        + "paths; "
                        + $"path one: {paths[i]}, path two: {other}"
                );
            }
        }

        return paths;
    }
}
