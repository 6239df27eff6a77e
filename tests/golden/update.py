"""Store the golden result as it is now: ``python -m tests.golden.update``.

Say in CHANGELOG.md which numbers moved, and why.
"""

from tests.golden.golden import STORED, current, stored, write


def main() -> None:
    """Run the study, store its result, name the outcomes that moved most."""
    found = current()
    if STORED.is_file():
        before = stored().reindex_like(found)
        share = ((found - before) / before.abs().where(before != 0.0)).abs().max(axis=1)
        for outcome, moved in share.nlargest(10).items():
            print(f"{outcome}: by {moved:.3%} at most")
    write(found)
    print(f"wrote {STORED}")


if __name__ == "__main__":
    main()
