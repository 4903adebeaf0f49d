namespace LambdaOps.Account.World.Alarms;

/// <summary>
/// The rule of a composite alarm: ALARM(x), OK(x), INSUFFICIENT_DATA(x), TRUE, FALSE, AND, OR, NOT, parentheses.
/// </summary>
public abstract record CompositeRule
{
    private CompositeRule() { }

    public abstract bool IsTrue(Func<string, AlarmStateValue> stateOf);

    /// <summary>The names or ARNs of the alarms that the rule reads.</summary>
    public abstract IEnumerable<string> Children { get; }

    /// <exception cref="FormatException">The text is not a rule.</exception>
    public static CompositeRule Parse(string text)
    {
        var reader = new Reader(text);
        var rule = ReadOr(reader);
        return reader.AtEnd
            ? rule
            : throw new FormatException($"Unexpected text in alarm rule at {reader.Position}: {text}");
    }

    private static CompositeRule ReadOr(Reader reader)
    {
        var left = ReadAnd(reader);
        while (reader.TakeWord("OR"))
        {
            left = new Or(left, ReadAnd(reader));
        }

        return left;
    }

    private static CompositeRule ReadAnd(Reader reader)
    {
        var left = ReadOne(reader);
        while (reader.TakeWord("AND"))
        {
            left = new And(left, ReadOne(reader));
        }

        return left;
    }

    private static CompositeRule ReadOne(Reader reader)
    {
        if (reader.TakeWord("NOT"))
        {
            return new Not(ReadOne(reader));
        }

        if (reader.Take('('))
        {
            var inner = ReadOr(reader);
            reader.Expect(')');
            return inner;
        }

        return reader.Word() switch
        {
            "TRUE" => new Constant(true),
            "FALSE" => new Constant(false),
            var word when AlarmStates.Parse(word) is { } state => new In(state, reader.Name()),
            var word => throw new FormatException($"Unknown word in alarm rule: '{word}'"),
        };
    }

    public sealed record In(AlarmStateValue State, string Alarm) : CompositeRule
    {
        public override IEnumerable<string> Children => [Alarm];

        public override bool IsTrue(Func<string, AlarmStateValue> stateOf) => stateOf(Alarm) == State;
    }

    public sealed record And(CompositeRule Left, CompositeRule Right) : CompositeRule
    {
        public override IEnumerable<string> Children => Left.Children.Concat(Right.Children).Distinct();

        public override bool IsTrue(Func<string, AlarmStateValue> stateOf) =>
            Left.IsTrue(stateOf) && Right.IsTrue(stateOf);
    }

    public sealed record Or(CompositeRule Left, CompositeRule Right) : CompositeRule
    {
        public override IEnumerable<string> Children => Left.Children.Concat(Right.Children).Distinct();

        public override bool IsTrue(Func<string, AlarmStateValue> stateOf) =>
            Left.IsTrue(stateOf) || Right.IsTrue(stateOf);
    }

    public sealed record Not(CompositeRule Inner) : CompositeRule
    {
        public override IEnumerable<string> Children => Inner.Children;

        public override bool IsTrue(Func<string, AlarmStateValue> stateOf) => !Inner.IsTrue(stateOf);
    }

    public sealed record Constant(bool Value) : CompositeRule
    {
        public override IEnumerable<string> Children => [];

        public override bool IsTrue(Func<string, AlarmStateValue> stateOf) => Value;
    }

    private sealed class Reader(string text)
    {
        public int Position { get; private set; }

        public bool AtEnd
        {
            get
            {
                Skip();
                return Position == text.Length;
            }
        }

        public bool Take(char wanted)
        {
            Skip();
            var found = Position < text.Length && text[Position] == wanted;
            Position += found ? 1 : 0;
            return found;
        }

        public void Expect(char wanted)
        {
            if (!Take(wanted))
            {
                throw new FormatException($"Expected '{wanted}' at {Position} of alarm rule: {text}");
            }
        }

        public bool TakeWord(string wanted)
        {
            Skip();
            var start = Position;
            if (Word() == wanted)
            {
                return true;
            }

            Position = start;
            return false;
        }

        public string Word()
        {
            Skip();
            var start = Position;
            while (Position < text.Length && (char.IsLetter(text[Position]) || text[Position] == '_'))
            {
                Position++;
            }

            return text[start..Position];
        }

        /// <summary>A name or ARN in parentheses, quoted or not.</summary>
        public string Name()
        {
            Expect('(');
            Skip();
            var quoted = Take('"');
            var end = text.IndexOf(quoted ? '"' : ')', Position);
            if (end < 0)
            {
                throw new FormatException($"A name does not end in alarm rule: {text}");
            }

            var name = text[Position..end].Trim();
            Position = quoted ? end + 1 : end;
            Expect(')');
            return name;
        }

        private void Skip()
        {
            while (Position < text.Length && char.IsWhiteSpace(text[Position]))
            {
                Position++;
            }
        }
    }
}
