"""Random layouts of stream files: what a file says is drawn, and so is how it is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

TOP = ["valuestream", "id", "name", "description", "owner", "services", "calendar", "roles", "demand", "value", "steps",
       "unknown", "x-note", "x-own"]  # fmt: skip
STEP = ["id", "name", "activity", "practices", "inputs", "roles", "team", "process_time", "next", "stpe", "x-a", "x-b"]
SUPPRESSION = "# vs: ignore[some-rule] reason"


@dataclass
class Layout:
    """A text, and what is to be found in it again.

    above: comments that stand right above a line with one of some words. beside: comments on the line with a word.
    """

    random: Random
    mutes: bool = False
    text: str = ""
    above: dict[str, set[str]] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def draw(self) -> Layout:
        """Draw a whole file."""
        lines = self._lines_of_mapping(TOP, 0)
        head = [self._comment() for _ in range(self._pick(0, 0, 1, 2))]
        head += [""] * bool(head and self._chance())
        foot = ["", self._comment()] if self._chance() else []
        text = "\n".join([*head, *lines, *foot]) + self._pick("", "\n", "\n\n")
        self.text = text.replace("\n", "\r\n") if self._chance(0.1) else text
        return self

    def _pick(self, *options):  # type: ignore[no-untyped-def]
        return self.random.choice(options)

    def _chance(self, share: float = 0.3) -> bool:
        return self.random.random() < share

    def _word(self) -> str:
        self.count += 1
        return f"t{self.count}t"

    def _comment(self) -> str:
        self.count += 1
        number = f"c{self.count}c"
        if self.mutes and self._chance():
            return f"{SUPPRESSION} {number}"
        return self._pick(f"# {number}", f"#{number} 'it", f"# {number}: [a, b] # more", f'#   "{number}')

    def _lines_of_mapping(self, pool: list[str], depth: int) -> list[str]:
        keys = self.random.sample(pool, self.random.randint(1, 5))
        lines: list[str] = []
        for number, key in enumerate(keys):
            if number and self._chance(0.2):
                lines += [self._pick("", "   ")]
            lines += self._with_comments(self._lines_of_entry(key, depth), is_first=not number)
        return lines

    def _with_comments(self, entry: list[str], *, is_first: bool = False) -> list[str]:
        """Lines with a comment or two above them, which go where they go."""
        if is_first or not self._chance(0.25):
            return entry
        comments = [self._comment() for _ in range(self._pick(1, 1, 2))]
        is_ordered = entry[0][0] == "-" or "{" in entry[0]  # its first word may be another one afterwards
        words = set(re.findall(r"t\d+t", "\n".join(entry) if is_ordered else entry[0]))
        if words:
            self.above |= dict.fromkeys(comments, words)
        return [*comments, *entry]

    def _lines_of_entry(self, key: str, depth: int) -> list[str]:
        key = self._pick(key, key, key, f'"{key}"', f"'{key}'")
        if depth < 3 and self._chance(0.9 if key == "steps" else 0.3):
            return self._lines_of_parts(key, depth)
        return self._scalar_lines(f"{key}:", 1 + self.random.randint(0, 3))

    def _lines_of_parts(self, key: str, depth: int) -> list[str]:
        kind = self._pick("block", "list", "brackets") if key != "steps" else "list"
        head = f"{key}:" + (f"  {self._comment()}" if self._chance(0.2) else "")
        if kind == "brackets":
            return self._bracket_lines(f"{key}: ")
        if kind == "block":
            return [head, *_indented(self._lines_of_mapping(STEP, depth + 1), self._pick(1, 2, 2, 3, 4))]
        return [head, *_indented(self._lines_of_list(depth + 1), self._pick(0, 2, 2, 3))]

    def _lines_of_list(self, depth: int) -> list[str]:
        lines: list[str] = []
        for number in range(self.random.randint(1, 4)):
            lines += [""] if number and self._chance(0.2) else []
            lines += self._with_comments(self._item_lines(depth), is_first=not number)
        return lines

    def _item_lines(self, depth: int) -> list[str]:
        kind = self._pick("scalar", "mapping", "mapping", "brackets", "list" if depth < 3 else "scalar")
        if kind == "scalar":
            return self._scalar_lines("-", 2)
        if kind == "brackets":
            return self._bracket_lines("- ")
        inner = self._lines_of_list(depth + 1) if kind == "list" else self._lines_of_mapping(STEP, depth + 1)
        if self._chance(0.15):
            return [f"-  {self._comment()}" if self._chance() else "-", *_indented(inner, self._pick(2, 4))]
        dash = self._pick("- ", "- ", "-   ")
        first, *others = _indented(inner, len(dash))
        return [dash + first.lstrip(), *others]

    def _scalar_lines(self, head: str, room: int) -> list[str]:
        """A key or a dash with a text behind or below it; `room`: the least indentation of lines below."""
        word, pad = self._word(), " " * self._pick(1, 1, 1, 3)
        kind = self._pick("plain", "plain", "quoted", "odd", "block", "folded", "below", "empty", "long")
        if kind == "block":
            return [
                f"{head}{pad}{self._pick('|', '>', '|-', '>-', '|+')}",
                *_indented([word, "  more", "", "# text"], room + 1),
            ]
        if kind == "folded":
            return [f"{head} {word} and", *_indented(["and more", "", "at last"], room + 1)]
        if kind == "empty":  # a dash alone is no content to `vs`, so what mutes it mutes what comes after the list
            return [head] if head != "-" or not self.mutes else [f"{head} {word}"]
        texts = {
            "plain": [word, f"{word} 1:30", f"{word}#no", f"{word}   'x"],
            "quoted": [
                f"'{word}'",
                f'"{word}"',
                f"'{word}''s'",
                f'"{word} \\u00e9"',
                f"'{word} # x: y'",
                f'"{word}, \\" "',
            ],
            "odd": ['"1"', "012", "~", '"no"', "'true'", "1.0", '"0x1F"', "yes"],
            "below": [f"{word} below"],
            "long": [f"{word} {'very ' * 30}long"],
        }
        text = self._pick(*texts[kind])
        if self._chance(0.25):
            comment = self._comment()
            text += f"{self._pick(' ', '  ', '     ')}{comment}"
            if kind != "odd":  # there is no word in it
                self.beside[comment] = word
        if kind == "below" or self._chance(0.1):
            between = _indented([self._comment()], room + 1) if self._chance() else []
            return [head, *between, " " * (room + 1) + text]
        return [f"{head}{pad}{text}"]

    def _bracket_lines(self, head: str) -> list[str]:
        """A mapping or a list in brackets, on one line or several."""
        is_broken, is_mapping = self._chance(0.4), self._chance(0.4)
        parts = self.random.sample(STEP, self.random.randint(0, 4)) if is_mapping else [""] * self.random.randint(0, 9)
        lines = [head + ("{" if is_mapping else "[")]
        for number, key in enumerate(parts):
            word = self._pick("{0}", "'{0}'", '"{0}, x"', "{0} {0}").format(self._word())
            inner = self._pick(word, word, f"[{word}]", f"{{to: {word}, share: 5%}}", f"{{share: 5%, to: {word}}}")
            comma = "," if number < len(parts) - 1 or self._chance(0.2) else ""
            lines[-1] += (f"{key}: {inner}" if key else inner) + comma + " "
            if is_broken and self._chance(0.6):
                comment = self._comment() if self._chance() else ""
                if comment:
                    self.beside[comment] = re.findall(r"t\d+t", word)[0]
                lines[-1] += comment
                lines += [f"        {self._comment()}"] * self._chance(0.2) + ["        "]
        lines[-1] += "}" if is_mapping else "]"
        lines[-1] += f"  {self._comment()}" if self._chance(0.2) else ""
        return lines


def _indented(lines: list[str], width: int) -> list[str]:
    return [" " * width + line if line.strip() else line for line in lines]
