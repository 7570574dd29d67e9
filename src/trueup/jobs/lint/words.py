"""The words that the lint knows: of the grammar, and those that have no place in a statement. All in lower case."""

from __future__ import annotations

DOWN = frozenset(("minimize", "minimise", "reduce"))
UP = frozenset(("increase", "maximize", "maximise"))
DIRECTIONS = DOWN | UP

ALMOST_DOWN = frozenset(
    (
        "avoid", "cut", "decrease", "diminish", "eliminate", "lessen", "limit", "lower", "minimizing", "minimising",
        "prevent", "reducing", "shorten", "stop",
    )
)  # fmt: skip
ALMOST_UP = frozenset(
    (
        "assure", "boost", "enhance", "ensure", "expand", "guarantee", "improve", "increasing", "maximizing",
        "maximising", "optimize", "optimise", "raise", "secure", "strengthen",
    )
)  # fmt: skip

METRICS = frozenset(
    (
        "accuracy", "amount", "amounts", "area", "capacity", "chance", "chances", "cost", "costs", "count", "degree",
        "delay", "delays", "depth", "deviation", "difference", "distance", "duration", "effort", "efforts", "expense",
        "expenses", "exposure", "extent", "fraction", "frequency", "gap", "height", "interval", "length", "level",
        "likelihood", "money", "need", "noise", "number", "numbers", "odds", "percentage", "portion", "precision",
        "pressure", "price", "probability", "proportion", "quantity", "range", "rate", "ratio", "risk", "share",
        "size", "space", "speed", "sum", "temperature", "throughput", "time", "times", "variability", "variance",
        "variation", "volume", "weight", "width", "yield",
    )
)  # fmt: skip
WITHIN = frozenset(("time", "money", "effort"))
"""What an amount can be of and still be one metric: the amount of time."""

CONNECTORS: tuple[tuple[str, ...], ...] = (
    ("it", "takes", "to"), ("it", "takes"), ("that", "it", "takes", "to"), ("needed", "to"), ("required", "to"),
    ("spent", "on"), ("spent",), ("with", "which"), ("by", "which"), ("at", "which"), ("to", "which"), ("that",),
    ("of",), ("to",), ("between",), ("for",), ("in",), ("from",),
)  # fmt: skip
"""What leads from the metric to the object; those of the published grammar, and what people write in their place."""
PLAIN_CONNECTORS = frozenset(("of", "that", "to", "it", "with", "by", "needed", "required"))
"""After these words a noun that is not among the metrics is taken for one."""

CONTEXT = ("when", "while", "during")
ASKED_WHEN = frozenset(
    (
        "anticipate", "ask", "check", "confirm", "decide", "determine", "estimate", "find", "forget", "identify",
        "know", "learn", "of", "out", "plan", "predict", "recall", "recognise", "recognize", "remember", "say", "see",
        "sure", "tell", "to", "understand", "verify",
    )
)  # fmt: skip
"""After these words `when` asks, and is no context: find out when."""

ARTICLES = frozenset(("the", "a", "an", "any"))
DETERMINERS = frozenset(
    (
        "a", "all", "an", "any", "each", "every", "her", "his", "how", "its", "my", "our", "that", "the", "their",
        "these", "this", "those", "what", "when", "where", "whether", "which", "who", "why", "your",
    )
)  # fmt: skip
PARTICLES = frozenset(
    (
        "about",
        "after",
        "at",
        "back",
        "down",
        "for",
        "from",
        "in",
        "into",
        "off",
        "on",
        "out",
        "over",
        "to",
        "up",
        "with",
    )
)
FUNCTION = (
    ARTICLES
    | PARTICLES
    | frozenset(
        ("and", "are", "as", "be", "by", "has", "have", "is", "it", "of", "or", "takes", "that", "their", "was", "were")
    )
)
"""Words that carry no meaning of their own: left out where statements are compared."""

ADJECTIVES = frozenset(
    (
        "awesome", "best", "better", "cheap", "cheaper", "cheaply", "clunky", "convenience", "convenient",
        "conveniently", "cumbersome", "ease", "easier", "easiest", "easily", "easy", "effective", "effectively",
        "efficiency", "efficient", "efficiently", "effortless", "effortlessly", "excellent", "fast", "faster",
        "fastest", "flexibility", "flexible", "flexibly", "friendly", "frictionless", "good", "great", "hassle-free",
        "intuitive", "intuitively", "nice", "nicely", "optimal", "optimally", "painless", "painlessly", "perfect",
        "perfectly", "powerful", "quality", "quick", "quicker", "quickest", "quickly", "reliability", "reliable",
        "reliably", "robust", "robustly", "robustness", "seamless", "seamlessly", "seamlessness", "simple", "simpler",
        "simplest", "simplicity", "simply", "smooth", "smoother", "smoothly", "smoothness", "state-of-the-art",
        "timely", "usability", "user-friendly",
    )
)  # fmt: skip

FEELINGS = frozenset(
    (
        "afraid", "annoyance", "annoyed", "anxiety", "anxious", "ashamed", "bored", "confident", "delighted",
        "embarrassed", "embarrassment", "feel", "feeling", "feels", "felt", "frustrated", "frustration", "guilty",
        "happy", "lonely", "nervous", "overwhelmed", "proud", "reassured", "relieved", "stressed", "unhappy", "upset",
        "worried", "worry", "worrying",
    )
)  # fmt: skip

VERBS = frozenset(
    (
        "access", "add", "agree", "allocate", "analyse", "analyze", "arrange", "assess", "assign", "book", "build",
        "buy", "calculate", "call", "change", "check", "choose", "clean", "collect", "compare", "complete", "configure",
        "confirm", "contact", "create", "decide", "define", "deliver", "describe", "detect", "determine", "diagnose",
        "document", "enter", "estimate", "evaluate", "execute", "file", "fill", "find", "fix", "gather", "get", "give",
        "have", "identify", "inspect", "install", "keep", "learn", "locate", "maintain", "make", "manage", "measure",
        "modify", "monitor", "move", "notify", "obtain", "open", "order", "organise", "organize", "pay", "plan",
        "prepare", "prioritise", "prioritize", "process", "provide", "purchase", "reach", "receive", "recognise",
        "recognize", "record", "recover", "register", "remove", "repair", "replace", "report", "request", "resolve",
        "review", "schedule", "search", "select", "sell", "send", "set", "settle", "share", "ship", "show", "sign",
        "sort", "start", "store", "submit", "test", "track", "transfer", "transport", "travel", "understand", "update",
        "upgrade", "use", "validate", "verify", "wait", "write",
    )
)  # fmt: skip
