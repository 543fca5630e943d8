"""Training (Python). Texts for synthetic MRZ lines: valid lines of every format, and strings no document would carry.

Much of what is drawn is random on purpose: the recogniser has to tell O from 0 by its looks, never by its neighbours.
Layouts follow ICAO 9303 parts 4 to 7, the French identity card before 2021 and the Swiss driving licence.
"""
import numpy as np

FILLER = "<"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = FILLER + DIGITS + LETTERS
STATES = (
    "D<< USA GBR FRA ITA ESP PRT NLD BEL LUX CHE AUT POL CZE SVK HUN ROU BGR GRC HRV SVN SRB BIH MKD ALB TUR RUS UKR "
    "BLR LTU LVA EST FIN SWE NOR DNK ISL IRL CAN MEX BRA ARG CHL PER COL VEN BOL URY PRY CHN TWN HKG MAC JPN KOR PRK "
    "THA VNM PHL IDN MYS SGP IND PAK BGD LKA NPL IRN IRQ SYR JOR LBN ISR SAU ARE QAT KWT OMN YEM EGY MAR DZA TUN LBY "
    "NGA GHA KEN ETH ZAF UTO UNO XXA XXB EUE XOM GBD GBN RKS"
).split()
ONSETS = "B C D F G H J K L M N P Q R S T V W X Y Z CH SH TR ST BR KR SCH TH PH ZH".split()
VOWELS = "A E I O U A E I O Y AI EE OU IA UE".split()
CODAS = ["", "", "", "N", "R", "S", "L", "T", "M", "K", "NG", "RT", "CZ", "SKI", "SEN", "X", "FF", "W"]
CONFUSABLE = ["O0QDCU", "I1LJT7", "B83RE", "S5", "Z2", "G6C", "KX<", "MNWH", "A4", "VYU", "PF", "<KVC"]


def check_digit(text: str) -> str:
    """ICAO 9303 part 3, section 4.9: weights 7, 3, 1."""
    value = lambda c: 0 if c == FILLER else int(c, 36)
    return str(sum(value(c) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


class Texts:
    def __init__(self, rng: np.random.Generator):
        self.rng = rng

    def pick(self, items):
        return items[self.rng.integers(len(items))]

    def chars(self, alphabet: str, count: int) -> str:
        return "".join(alphabet[i] for i in self.rng.integers(len(alphabet), size=count))

    def word(self) -> str:
        return "".join(
            self.pick(ONSETS) + self.pick(VOWELS) + self.pick(CODAS) for _ in range(self.rng.integers(1, 4))
        )

    def names(self, length: int) -> str:
        words = lambda most: FILLER.join(self.word() for _ in range(self.rng.integers(1, most + 1)))
        text = words(2) if self.rng.random() < 0.1 else f"{words(2)}<<{words(3)}"
        return text[:length].ljust(length, FILLER)

    def date(self) -> str:
        if self.rng.random() < 0.03:
            return self.pick(["<<<<<<", "000000", "630<<<"])
        return f"{self.rng.integers(100):02d}{self.rng.integers(1, 13):02d}{self.rng.integers(1, 32):02d}"

    def number(self, length: int = 9) -> str:
        letters = self.rng.integers(0, 4)
        body = self.chars(LETTERS, letters) + self.chars(DIGITS, length - letters)
        if self.rng.random() < 0.25:
            body = self.chars(DIGITS + LETTERS, length)
        if self.rng.random() < 0.2:
            body = body[: self.rng.integers(5, length)]
        return body.ljust(length, FILLER)

    def optional(self, length: int) -> str:
        if self.rng.random() < 0.6:
            return FILLER * length
        used = self.rng.integers(1, length + 1)
        return self.chars(DIGITS if self.rng.random() < 0.6 else ALPHABET, used).ljust(length, FILLER)

    def checked(self, text: str) -> str:
        return text + check_digit(text)

    def document(self) -> list[str]:
        """The lines of one document."""
        state, nationality = self.pick(STATES).ljust(3, FILLER), self.pick(STATES).ljust(3, FILLER)
        number, birth, expiry = self.checked(self.number()), self.checked(self.date()), self.checked(self.date())
        sex = self.pick("MF<MFX")
        kind = self.rng.choice(["td1", "td2", "td3", "mrva", "mrvb", "fr", "ch"], p=[0.27, 0.12, 0.33, 0.06, 0.06, 0.1, 0.06])
        if kind == "td1":
            optional1, optional2 = self.optional(15), self.optional(11)
            composite = check_digit(number + optional1 + birth + expiry + optional2)
            code = self.pick(["I<", "ID", "IR", "AC", "C<", "IP", "IX", "AR", "I" + self.pick(LETTERS)])
            return [
                code + state + number + optional1,
                birth + sex + expiry + nationality + optional2 + composite,
                self.names(30),
            ]
        if kind == "td2":
            optional = self.optional(7)
            body = number + nationality + birth + sex + expiry + optional
            return [self.pick(["I<", "ID", "P<", "AC"]) + state + self.names(31), body + check_digit(number + birth + expiry + optional)]
        if kind == "td3":
            personal = self.optional(14)
            personal += self.pick([check_digit(personal), FILLER]) if personal.strip(FILLER) == "" else check_digit(personal)
            first = self.pick(["P<", "P<", "P<", "P" + self.pick(LETTERS)]) + state + self.names(39)
            return [first, number + nationality + birth + sex + expiry + personal + check_digit(number + birth + expiry + personal)]
        if kind in ("mrva", "mrvb"):
            length = 44 if kind == "mrva" else 36
            first = "V" + self.pick(FILLER + LETTERS) + state + self.names(length - 5)
            return [first, number + nationality + birth + sex + expiry + self.optional(length - 28)]
        if kind == "fr":
            second = self.checked(self.chars(DIGITS, 12)) + self.names(14) + birth + self.pick("MF")
            first = "IDFRA" + self.word()[:25].ljust(25, FILLER) + self.chars(DIGITS, 3) + self.pick([FILLER * 3, self.chars(DIGITS, 3)])
            return [first, self.checked(second)]
        return [
            self.chars(LETTERS, 3) + self.chars(DIGITS, 3) + self.pick("DFIR") + "<<",
            "FACHE" + self.chars(DIGITS, 12) + "<<" + self.date() + FILLER * 5,
            self.names(30),
        ]

    def random_string(self) -> str:
        """No language in it: mixed alphabets, runs, and characters that resemble each other side by side."""
        out = ""
        length = self.rng.integers(1, 26)
        while len(out) < length:
            n = int(self.rng.integers(1, 9))
            style = self.rng.random()
            if style < 0.4:
                out += self.chars(ALPHABET, n)
            elif style < 0.55:
                out += self.chars(self.pick(CONFUSABLE), n)
            elif style < 0.7:
                out += self.chars(DIGITS, n)
            elif style < 0.85:
                out += self.chars(LETTERS, n)
            else:
                out += self.pick(FILLER * 5 + ALPHABET) * n
        return out[:length]

    def line(self) -> str:
        style = self.rng.random()
        if style < 0.27:
            return self.random_string()
        text = self.pick(self.document())
        if style < 0.47:  # single characters replaced: check digits and words no longer help
            for at in self.rng.integers(len(text), size=self.rng.integers(1, 8)):
                text = text[:at] + self.chars(ALPHABET, 1) + text[at + 1 :]
        if style < 0.86:
            length = int(self.rng.integers(6, 25))
            start = int(self.rng.integers(0, max(1, len(text) - length + 1)))
            text = text[start : start + length]
        return text

    def other_print(self) -> str:
        """What stands near an MRZ and is none: words and figures in mixed case, other scripts, right angle brackets."""
        small = LETTERS.lower() + "äöüéèçñßğıабвгджзийлфцшщыюяαβγδλπφψω"
        word = lambda: self.pick(LETTERS + LETTERS.lower()) + self.chars(small, self.rng.integers(3, 10))
        if self.rng.random() < 0.15:
            return ">" * int(self.rng.integers(3, 12))
        return " ".join(word() for _ in range(self.rng.integers(1, 4)))
