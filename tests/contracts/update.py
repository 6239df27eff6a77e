"""Rewrite what the contracts state: ``python -m tests.contracts.update``.

Look at the difference before committing it, and tell users in CHANGELOG.md.
"""

from tests.contracts.public_face import STATED, current


def main() -> None:
    """Write the public face as it is now."""
    STATED.write_text(current(), encoding="utf-8", newline="\n")
    print(f"wrote {STATED}")


if __name__ == "__main__":
    main()
