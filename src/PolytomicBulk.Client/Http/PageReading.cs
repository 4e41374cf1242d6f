namespace PolytomicBulk.Http;

/// <summary>What one reading of a list was like.</summary>
internal sealed class PageReading
{
    private int _pages;

    /// <summary>Whether an item came more than once, so that the list has moved and may have hidden another.</summary>
    public bool HasDoubles { get; private set; }

    /// <summary>Whether all came at one time.</summary>
    public bool IsOnePage => _pages == 1;

    /// <summary>Notes a page.</summary>
    public void Note(bool hasDoubles)
    {
        _pages++;
        HasDoubles |= hasDoubles;
    }
}
