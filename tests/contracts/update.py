"""Rewrite what the contracts state: ``python -m tests.contracts.update``.

Look at the difference before committing it, and tell users in CHANGELOG.md.
"""

from tests.contracts import odd, public_face, reference, rows


def main() -> None:
    """Write the public face, the tables of the model's description and the generated pages."""
    described = odd.renewed(odd.ODD.read_text(encoding="utf-8"))
    made = {
        public_face.STATED: public_face.current(),
        odd.ODD: described,
        rows.PAGE: rows.page(),
        **{reference.FOLDER / f"{name}.md": made() for name, made in reference.PAGES.items()},
    }
    reference.FOLDER.mkdir(exist_ok=True)
    for file, text in made.items():
        file.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {file}")


if __name__ == "__main__":
    main()
