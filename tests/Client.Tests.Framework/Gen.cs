namespace CsCheck;

/// <summary>
/// The parts of CsCheck that the tests use. CsCheck does not run on .NET Framework. This class draws few cases and does not shrink failing ones. The
/// tests on .NET search for rare faults. These tests search for differences between the platforms.
/// </summary>
internal class Gen<T>(Func<Random, T> draw)
{
    public GenArray<T> Array => new(this);

    public T Draw(Random random) => draw(random);

    public Gen<TResult> Select<TResult>(Func<T, TResult> change) => new(random => change(draw(random)));

    public Gen<TResult> Select<T2, T3, TResult>(Gen<T2> second, Gen<T3> third, Func<T, T2, T3, TResult> change) =>
        new(random => change(draw(random), second.Draw(random), third.Draw(random)));

    public Gen<T> Where(Func<T, bool> fits) => new(random =>
    {
        while (true)
        {
            if (draw(random) is var value && fits(value)) return value;
        }
    });

    public void Sample(Action<T> check, long iter = 100, Func<T, string>? print = null) => SampleAsync(
        value =>
        {
            check(value);
            return Task.CompletedTask;
        },
        iter,
        print).GetAwaiter().GetResult();

    public void Sample(Func<T, bool> check, long iter = 100, Func<T, string>? print = null) => Sample(
        value =>
        {
            if (!check(value)) throw new InvalidOperationException("It is not so.");
        },
        iter,
        print);

    public async Task SampleAsync(Func<T, Task> check, long iter = 100, Func<T, string>? print = null)
    {
        var seed = Guid.NewGuid().GetHashCode();
        var random = new Random(seed);
        for (var number = 0; number < iter; number++)
        {
            var value = draw(random);
            try
            {
                await check(value);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Case {number} of seed {seed} fails: {print?.Invoke(value) ?? $"{value}"}", fault);
            }
        }
    }
}

internal sealed class GenArray<T>(Gen<T> item)
{
    public Gen<T[]> this[int least, int most] => new(random => [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => item.Draw(random))]);
}

internal sealed class GenInt() : Gen<int>(random => random.Next(int.MinValue, int.MaxValue))
{
    public Gen<int> this[int least, int most] => new(random => random.Next(least, most + 1));
}

internal sealed class GenLong() : Gen<long>(Whole)
{
    public Gen<long> this[long least, long most] => new(random => least + (long)(random.NextDouble() * (most - least)));

    private static long Whole(Random random)
    {
        var bytes = new byte[8];
        random.NextBytes(bytes);
        return BitConverter.ToInt64(bytes, 0) >> random.Next(64);
    }
}

internal sealed class GenDateTime() : Gen<DateTime>(random => new DateTime((long)(random.NextDouble() * DateTime.MaxValue.Ticks)))
{
    public Gen<DateTime> this[DateTime least, DateTime most] => Gen.Long[least.Ticks, most.Ticks].Select(ticks => new DateTime(ticks));
}

internal static class Gen
{
    public static readonly GenDateTime DateTime = new();

    public static readonly Gen<bool> Bool = new(random => random.Next(2) == 1);

    public static readonly Gen<byte> Byte = new(random => (byte)random.Next(256));

    public static readonly Gen<Guid> Guid = new(random =>
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    });

    public static readonly GenInt Int = new();

    public static readonly GenLong Long = new();

    public static Gen<T> Const<T>(T value) => new(_ => value);

    public static Gen<T> OneOf<T>(params T[] values) => new(random => values[random.Next(values.Length)]);

    public static Gen<T> OneOf<T>(params Gen<T>[] values) => new(random => values[random.Next(values.Length)].Draw(random));

    public static Gen<T?> Null<T>(this Gen<T> value) where T : class => new(random => random.Next(4) == 0 ? null : value.Draw(random));

    public static Gen<T?> Nullable<T>(this Gen<T> value) where T : struct => new(random => random.Next(4) == 0 ? null : value.Draw(random));

    public static Gen<(T1, T2)> Select<T1, T2>(Gen<T1> one, Gen<T2> two) => new(random => (one.Draw(random), two.Draw(random)));

    public static Gen<TResult> Select<T1, T2, TResult>(Gen<T1> one, Gen<T2> two, Func<T1, T2, TResult> change) => Select(one, two).Select(change);

    public static Gen<TResult> Select<T1, T2, T3, TResult>(Gen<T1> one, Gen<T2> two, Gen<T3> three, Func<T1, T2, T3, TResult> change) =>
        one.Select(two, three, change);

    public static Gen<TResult> Select<T1, T2, T3, T4, TResult>(Gen<T1> one, Gen<T2> two, Gen<T3> three, Gen<T4> four, Func<T1, T2, T3, T4, TResult> change) =>
        Select(one, two, three, four).Select(change);

    public static Gen<(T1, T2, T3)> Select<T1, T2, T3>(Gen<T1> one, Gen<T2> two, Gen<T3> three) =>
        new(random => (one.Draw(random), two.Draw(random), three.Draw(random)));

    public static Gen<(T1, T2, T3, T4)> Select<T1, T2, T3, T4>(Gen<T1> one, Gen<T2> two, Gen<T3> three, Gen<T4> four) =>
        new(random => (one.Draw(random), two.Draw(random), three.Draw(random), four.Draw(random)));

    public static Gen<(T1, T2, T3, T4, T5)> Select<T1, T2, T3, T4, T5>(Gen<T1> one, Gen<T2> two, Gen<T3> three, Gen<T4> four, Gen<T5> five) =>
        new(random => (one.Draw(random), two.Draw(random), three.Draw(random), four.Draw(random), five.Draw(random)));

    public static Gen<(T1, T2, T3, T4, T5, T6)> Select<T1, T2, T3, T4, T5, T6>(
        Gen<T1> one, Gen<T2> two, Gen<T3> three, Gen<T4> four, Gen<T5> five, Gen<T6> six) =>
        new(random => (one.Draw(random), two.Draw(random), three.Draw(random), four.Draw(random), five.Draw(random), six.Draw(random)));

    public static Gen<(T1, T2, T3, T4, T5, T6, T7)> Select<T1, T2, T3, T4, T5, T6, T7>(
        Gen<T1> one, Gen<T2> two, Gen<T3> three, Gen<T4> four, Gen<T5> five, Gen<T6> six, Gen<T7> seven) =>
        new(random => (one.Draw(random), two.Draw(random), three.Draw(random), four.Draw(random), five.Draw(random), six.Draw(random), seven.Draw(random)));

    public static Gen<TResult> Select<T1, T2, TResult>(this Gen<(T1, T2)> values, Func<T1, T2, TResult> change) =>
        values.Select(value => change(value.Item1, value.Item2));

    public static void Sample<T1, T2>(this Gen<(T1, T2)> values, Action<T1, T2> check, long iter = 100, Func<(T1, T2), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2), iter, print);

    public static void Sample<T1, T2>(this Gen<(T1, T2)> values, Func<T1, T2, bool> check, long iter = 100, Func<(T1, T2), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2), iter, print);

    public static Task SampleAsync<T1, T2>(
        this Gen<(T1, T2)> values, Func<T1, T2, Task> check, long iter = 100, Func<(T1, T2), string>? print = null) =>
        values.SampleAsync(value => check(value.Item1, value.Item2), iter, print);

    public static Gen<TResult> Select<T1, T2, T3, TResult>(this Gen<(T1, T2, T3)> values, Func<T1, T2, T3, TResult> change) =>
        values.Select(value => change(value.Item1, value.Item2, value.Item3));

    public static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> values, Action<T1, T2, T3> check, long iter = 100, Func<(T1, T2, T3), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3), iter, print);

    public static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> values, Func<T1, T2, T3, bool> check, long iter = 100, Func<(T1, T2, T3), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3), iter, print);

    public static Task SampleAsync<T1, T2, T3>(
        this Gen<(T1, T2, T3)> values, Func<T1, T2, T3, Task> check, long iter = 100, Func<(T1, T2, T3), string>? print = null) =>
        values.SampleAsync(value => check(value.Item1, value.Item2, value.Item3), iter, print);

    public static Gen<TResult> Select<T1, T2, T3, T4, TResult>(this Gen<(T1, T2, T3, T4)> values, Func<T1, T2, T3, T4, TResult> change) =>
        values.Select(value => change(value.Item1, value.Item2, value.Item3, value.Item4));

    public static void Sample<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> values, Action<T1, T2, T3, T4> check, long iter = 100, Func<(T1, T2, T3, T4), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3, value.Item4), iter, print);

    public static void Sample<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> values, Func<T1, T2, T3, T4, bool> check, long iter = 100, Func<(T1, T2, T3, T4), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3, value.Item4), iter, print);

    public static Task SampleAsync<T1, T2, T3, T4>(
        this Gen<(T1, T2, T3, T4)> values, Func<T1, T2, T3, T4, Task> check, long iter = 100, Func<(T1, T2, T3, T4), string>? print = null) =>
        values.SampleAsync(value => check(value.Item1, value.Item2, value.Item3, value.Item4), iter, print);

    public static Gen<TResult> Select<T1, T2, T3, T4, T5, TResult>(this Gen<(T1, T2, T3, T4, T5)> values, Func<T1, T2, T3, T4, T5, TResult> change) =>
        values.Select(value => change(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5));

    public static void Sample<T1, T2, T3, T4, T5>(this Gen<(T1, T2, T3, T4, T5)> values, Action<T1, T2, T3, T4, T5> check, long iter = 100, Func<(T1, T2, T3, T4, T5), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5), iter, print);

    public static void Sample<T1, T2, T3, T4, T5>(this Gen<(T1, T2, T3, T4, T5)> values, Func<T1, T2, T3, T4, T5, bool> check, long iter = 100, Func<(T1, T2, T3, T4, T5), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5), iter, print);

    public static Task SampleAsync<T1, T2, T3, T4, T5>(
        this Gen<(T1, T2, T3, T4, T5)> values, Func<T1, T2, T3, T4, T5, Task> check, long iter = 100, Func<(T1, T2, T3, T4, T5), string>? print = null) =>
        values.SampleAsync(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5), iter, print);

    public static Gen<TResult> Select<T1, T2, T3, T4, T5, T6, TResult>(this Gen<(T1, T2, T3, T4, T5, T6)> values, Func<T1, T2, T3, T4, T5, T6, TResult> change) =>
        values.Select(value => change(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6));

    public static void Sample<T1, T2, T3, T4, T5, T6>(this Gen<(T1, T2, T3, T4, T5, T6)> values, Action<T1, T2, T3, T4, T5, T6> check, long iter = 100, Func<(T1, T2, T3, T4, T5, T6), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6), iter, print);

    public static void Sample<T1, T2, T3, T4, T5, T6>(this Gen<(T1, T2, T3, T4, T5, T6)> values, Func<T1, T2, T3, T4, T5, T6, bool> check, long iter = 100, Func<(T1, T2, T3, T4, T5, T6), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6), iter, print);

    public static Task SampleAsync<T1, T2, T3, T4, T5, T6>(
        this Gen<(T1, T2, T3, T4, T5, T6)> values, Func<T1, T2, T3, T4, T5, T6, Task> check, long iter = 100, Func<(T1, T2, T3, T4, T5, T6), string>? print = null) =>
        values.SampleAsync(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6), iter, print);

    public static Gen<TResult> Select<T1, T2, T3, T4, T5, T6, T7, TResult>(this Gen<(T1, T2, T3, T4, T5, T6, T7)> values, Func<T1, T2, T3, T4, T5, T6, T7, TResult> change) =>
        values.Select(value => change(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6, value.Item7));

    public static void Sample<T1, T2, T3, T4, T5, T6, T7>(this Gen<(T1, T2, T3, T4, T5, T6, T7)> values, Action<T1, T2, T3, T4, T5, T6, T7> check, long iter = 100, Func<(T1, T2, T3, T4, T5, T6, T7), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6, value.Item7), iter, print);

    public static void Sample<T1, T2, T3, T4, T5, T6, T7>(this Gen<(T1, T2, T3, T4, T5, T6, T7)> values, Func<T1, T2, T3, T4, T5, T6, T7, bool> check, long iter = 100, Func<(T1, T2, T3, T4, T5, T6, T7), string>? print = null) =>
        values.Sample(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6, value.Item7), iter, print);

    public static Task SampleAsync<T1, T2, T3, T4, T5, T6, T7>(
        this Gen<(T1, T2, T3, T4, T5, T6, T7)> values, Func<T1, T2, T3, T4, T5, T6, T7, Task> check, long iter = 100, Func<(T1, T2, T3, T4, T5, T6, T7), string>? print = null) =>
        values.SampleAsync(value => check(value.Item1, value.Item2, value.Item3, value.Item4, value.Item5, value.Item6, value.Item7), iter, print);
}
