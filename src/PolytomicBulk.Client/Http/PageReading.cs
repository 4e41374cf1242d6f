namespace PolytomicBulk.Http;

/// <summary>Records the pages and duplicates while a list is read.</summary>
internal sealed class PageReading
{
    private int _pages;

    /// <summary>Whether an item appeared twice. Then the list changed, and another item may be missing.</summary>
    public bool HasDoubles { get; private set; }

    /// <summary>Whether the list has only one page.</summary>
    public bool IsOnePage => _pages == 1;

    /// <summary>Records a page.</summary>
    public void Note(bool hasDoubles)
    {
        _pages++;
        HasDoubles |= hasDoubles;
    }
}
