using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LambdaOps.Cli.Commands;

/// <summary>Options that say of a bad value what was found, and what was expected.</summary>
internal static class Flag
{
    private const ulong DefaultSeed = 20260115;

    public static Option<int> Whole(string name, int least, int most, int byDefault, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => byDefault };
        option.CustomParser = given => InRange(given, name, least, most) ?? byDefault;
        return option;
    }

    public static Option<int?> Whole(string name, int least, int most, string description) =>
        new(name) { Description = description, CustomParser = given => InRange(given, name, least, most) };

    public static Option<double> Number(string name, double least, double most, double byDefault, string description) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => byDefault,
            CustomParser = given =>
            {
                if (
                    double.TryParse(Only(given), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && number >= least
                    && number <= most
                )
                {
                    return number;
                }

                Refuse(given, name, FormattableString.Invariant($"a number from {least} to {most}"));
                return byDefault;
            },
        };

    public static Option<ulong> Seed(string description) =>
        new("--seed")
        {
            Description = description,
            DefaultValueFactory = _ => DefaultSeed,
            CustomParser = given =>
            {
                if (ulong.TryParse(Only(given), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
                {
                    return seed;
                }

                Refuse(given, "--seed", FormattableString.Invariant($"a whole number from 0 to {ulong.MaxValue}"));
                return DefaultSeed;
            },
        };

    /// <param name="expected">What it is, as an error says it: "a reason".</param>
    public static Option<string?> Text(string name, string expected, string description, string? byDefault = null)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            CustomParser = given => Kept(given, name, text => !string.IsNullOrWhiteSpace(text), expected),
        };
        if (byDefault is not null)
        {
            option.DefaultValueFactory = _ => byDefault;
        }

        return option;
    }

    /// <summary>One of some words; the first one when it is left out.</summary>
    public static Option<string?> OneOf(string name, string[] words, string description) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => words[0],
            CustomParser = given => Kept(given, name, words.Contains, $"one of {string.Join(", ", words)}"),
        };

    /// <summary>A path; whether something is there, who reads it says.</summary>
    public static Option<FileInfo?> File(string name, string description) =>
        new(name) { Description = description, CustomParser = given => PathOf(given, name) };

    /// <summary>The same as an argument that may be left out.</summary>
    public static Argument<FileInfo?> OptionalFile(string name, string description) =>
        new(name)
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = given => PathOf(given, name),
        };

    /// <summary>Takes the value, or says what is wrong with it.</summary>
    public static string? Kept(ArgumentResult given, string name, Func<string, bool> isGood, string expected)
    {
        if (Only(given) is { } text && isGood(text))
        {
            return text;
        }

        Refuse(given, name, expected);
        return null;
    }

    private static FileInfo? PathOf(ArgumentResult given, string name) =>
        Kept(given, name, text => !string.IsNullOrWhiteSpace(text), "a file") is { } path ? new FileInfo(path) : null;

    private static int? InRange(ArgumentResult given, string name, int least, int most)
    {
        if (
            int.TryParse(Only(given), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
        {
            return number;
        }

        Refuse(given, name, FormattableString.Invariant($"a whole number from {least} to {most}"));
        return null;
    }

    private static string? Only(ArgumentResult given) => given.Tokens is [var only] ? only.Value : null;

    private static void Refuse(ArgumentResult given, string name, string expected) =>
        given.AddError($"{name}: found '{Only(given)}', expected {expected}");
}
