// Types as they must not be, in the namespaces where the rules would look at them.
using Amazon.Runtime;

namespace Amazon.ECS
{
    public class PidMode : ConstantClass
    {
        public static readonly PidMode Task = new("thread");

        public PidMode(string value)
            : base(value) { }
    }

    public class Mood(string value) : ConstantClass(value);

    public interface IAmazonEcsToo
    {
        Task ListTasksAsync(Model.ListTasksRequest request);
    }
}

namespace Amazon.ECS.Model
{
    public class Tmpfs : Nonsense
    {
        public int Size { get; set; }

        public string Invented { get; set; } = "";

        public IList<string> MountOptions { get; } = [];

        public static void Mount() { }
    }

    public class Nonsense;

    public class LimitExceededException(int limit) : Exception($"{limit}")
    {
        public int Limit { get; set; } = limit;
    }
}
