"""Rewrite what the contracts state: ``python -m tests.contracts.update``.

Look at the difference before committing it, and tell users in CHANGELOG.md.
"""

from tests.contracts import odd, public_face


def main() -> None:
    """Write the public face, and the tables of the model's description, as they are now."""
    described = odd.renewed(odd.ODD.read_text(encoding="utf-8"))
    for file, text in ((public_face.STATED, public_face.current()), (odd.ODD, described)):
        file.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {file}")


if __name__ == "__main__":
    main()
