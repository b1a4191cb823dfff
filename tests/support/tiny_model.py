"""A tiny llama with random weights, as a GGUF file: the real wire and the real constrained decoder in a second.

The text it writes is nonsense; the JSON schema, token counts, finish reasons and error bodies around it are real.
The weights come from a seeded generator, so the same seed makes the same bytes, and nothing is downloaded.

Two of the embedding's dimensions are not random. Dimension 0 is constant, so column 0 of the output matrix is a
per-token bias: closing quotes and whole words are made likely, which keeps strings short. Dimension 1 is set for the
newline only, the last token of every chat prompt, so its column says how a reply starts: with `<tool_call>` where the
grammar allows that (llama.cpp lets free text come first, and a random model would never stop writing it).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

SEED = 7
N_CTX = 16_384
DIM, LAYERS, HEADS, FFN = 64, 2, 4, 128

WORDS = """the of to and a in is it that for on was with as his be at by he this had not are but from or
have an they which one you were her all she there would their we him been has when who will more no if out so
said what up its about into than them can only other new some could time these two may then do first any my now
such like our over man me even most made after also did many before must through back years where much your way
market bank rate city police court government minister company people report week price energy climate match team
election vote budget health school river storm city council fire strike union trade talks growth inflation""".split()

CONTROL = ["<|pad|>", "<|bos|>", "<|eos|>", "<|im_start|>", "<|im_end|>"]
TAGS = ["<tool_call>", "</tool_call>"]
NEWLINE, SPACE = "\u010a", "\u0120"  # as byte-level BPE writes them

# ChatML with tool calls in the shape that llama.cpp recognises in a template.
TEMPLATE = (
    "{%- if tools %}<|im_start|>system\n{% if messages[0].role == 'system' %}{{ messages[0].content }}\n{% endif %}"
    "# Tools\n<tools>{% for t in tools %}\n{{ t | tojson }}{% endfor %}\n</tools>\n"
    "For each call, return JSON within XML tags:\n<tool_call>"
    '{"name": <function-name>, "arguments": <args-json-object>}</tool_call><|im_end|>\n'
    "{% elif messages[0].role == 'system' %}<|im_start|>system\n{{ messages[0].content }}<|im_end|>\n{% endif %}"
    "{% for m in messages %}{% if m.role == 'user' or (m.role == 'system' and not loop.first) %}"
    "<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n"
    "{% elif m.role == 'assistant' %}<|im_start|>assistant\n{{ m.content or '' }}"
    "{% for c in m.tool_calls or [] %}{% set f = c.function or c %}<tool_call>"
    '{"name": "{{ f.name }}", "arguments": {{ f.arguments | tojson }}}</tool_call>{% endfor %}<|im_end|>\n'
    "{% elif m.role == 'tool' %}<|im_start|>user\n<tool_response>\n{{ m.content }}\n</tool_response><|im_end|>\n"
    "{% endif %}{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def make(path: str | Path, seed: int = SEED) -> Path:
    """Write the model (0.8 MB, well under a second) to `path` and return it. Needs `gguf` and `numpy`."""
    import gguf
    import numpy as np

    text_tokens, merges = _vocabulary()
    tokens = text_tokens + CONTROL + TAGS
    random = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(str(path), "llama")
    _describe(writer, len(tokens))
    _add_tokenizer(writer, text_tokens, merges)
    writer.add_tensor("token_embd.weight", _embedding(random, tokens))
    for layer in range(LAYERS):
        _add_layer(writer, random, layer)
    writer.add_tensor("output_norm.weight", np.ones(DIM, np.float32))
    writer.add_tensor("output.weight", _output(random, tokens))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return Path(path)


def _bytes_as_characters() -> list[str]:
    """The printable stand-in of each of the 256 byte values, as GPT-2 assigns them."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    spare = iter(range(256, 512))
    return [chr(byte if byte in printable else next(spare)) for byte in range(256)]


def _vocabulary() -> tuple[list[str], list[str]]:
    """Byte-level BPE: the 256 bytes and what spells `WORDS`, each with and without a space before; and the merges."""
    characters = _bytes_as_characters()
    tokens = dict.fromkeys(characters)
    merges = []
    for word in dict.fromkeys(WORDS):
        for text in (f" {word}", word):
            left, *rest = (characters[byte] for byte in text.encode())
            for right in rest:
                if left + right not in tokens:
                    tokens[left + right] = None
                    merges.append(f"{left} {right}")
                left += right
    return list(tokens), merges


def _describe(writer: Any, vocabulary: int) -> None:
    import gguf

    writer.add_name("tiny-random")
    writer.add_context_length(N_CTX)
    writer.add_embedding_length(DIM)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FFN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(DIM // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(vocabulary)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)


def _add_tokenizer(writer: Any, text_tokens: list[str], merges: list[str]) -> None:
    from gguf import TokenType

    tokens = text_tokens + CONTROL + TAGS
    kinds = [TokenType.NORMAL] * len(text_tokens) + [TokenType.CONTROL] * len(CONTROL)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds + [TokenType.USER_DEFINED] * len(TAGS))
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index("<|bos|>"))
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_pad_token_id(tokens.index("<|pad|>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def _matrix(random: Any, rows: int, columns: int, scale: float) -> Any:
    import numpy as np

    return (random.standard_normal((rows, columns)) * scale).astype(np.float32)


def _embedding(random: Any, tokens: list[str]) -> Any:
    matrix = _matrix(random, len(tokens), DIM, 0.5)
    matrix[:, 0] = 4.0
    matrix[:, 1] = 0.0
    matrix[tokens.index(NEWLINE), 1] = 4.0
    return matrix


def _add_layer(writer: Any, random: Any, layer: int) -> None:
    import numpy as np

    shapes = {
        "attn_q": (DIM, DIM),
        "attn_k": (DIM, DIM),
        "attn_v": (DIM, DIM),
        "attn_output": (DIM, DIM),
        "ffn_gate": (FFN, DIM),
        "ffn_up": (FFN, DIM),
        "ffn_down": (DIM, FFN),
    }
    for name, (rows, columns) in shapes.items():
        matrix = _matrix(random, rows, columns, 0.05)
        if name in {"attn_output", "ffn_down"}:
            matrix[:2, :] = 0.0  # what a layer adds leaves the two set dimensions alone
        writer.add_tensor(f"blk.{layer}.{name}.weight", matrix)
    for name in ("attn_norm", "ffn_norm"):
        writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(DIM, np.float32))


def _output(random: Any, tokens: list[str]) -> Any:
    matrix = _matrix(random, len(tokens), DIM, 0.25)
    # After normalization the constant dimension is about 5, so this adds about twice the bias to the token's score.
    matrix[:, 0] = [0.4 * _bias(token) for token in tokens]
    matrix[:, 1] = 0.0
    matrix[tokens.index("<tool_call>"), 1] = 4.0
    return matrix


def _bias(token: str) -> float:
    """How likely the token is made. Numbers start with 0, so that "between 0 and 1" mostly holds."""
    chosen = {'"': 2.0, "]": 1.5, "}": 1.5, "<|im_end|>": 1.5, "0": 2.5}
    if token in chosen:
        return chosen[token]
    if token in CONTROL or token in TAGS:
        return -3.0
    if token.startswith(SPACE) and token[1:] in WORDS:
        return 1.0
    return -1.0 if token.isascii() and token.isprintable() else -3.0
