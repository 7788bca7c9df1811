"""The encoder as an ONNX graph, written for the weights at hand.

The weights come without a graph. This writes one: some sixty nodes with ONNX Runtime's own fused operators
(``com.microsoft``: Attention, SkipLayerNormalization, BiasGelu), whose weights are handed over beside it as arrays
instead of being copied into it. ONNX files are protocol buffers; the few fields needed are written here by hand
(field numbers from ``onnx.proto``), which saves a dependency of 18 MB.
"""

import struct
from collections.abc import Sequence

import numpy as np

from frontdesk.ai.local.weights import Encoder, Tensors

FLOAT, _INT32, _INT64 = 1, 6, 7
_EXTERNAL = 1
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2
_OWN, _FUSED = "", "com.microsoft"
_VERSIONS = {_OWN: 17, _FUSED: 1}
_IR_VERSION = 8
OUTPUTS = ("hidden", "middle", "early")


def build_graph(encoder: Encoder) -> tuple[bytes, Tensors]:
    """An ONNX model, and the weights that it names.

    In: ``input_ids`` int64 (n, length), ``positions`` int64 (length), ``mask`` int32 (n, length).
    Out: ``hidden``, and ``middle`` and ``early`` after two thirds and one third of the layers: float32
    (n, length, width), the state of every token.
    """
    nodes: list[bytes] = []
    weights: Tensors = {}
    hidden = _embed(encoder, nodes, weights)
    outputs = {encoder.layers * third // 3 - 1: OUTPUTS[3 - third] for third in (1, 2, 3)}
    for number in range(encoder.layers):
        result = outputs.get(number, f"{number}.result")
        _layer(encoder, number, (hidden, result), nodes, weights)
        hidden = result
    # Copies, since every tensor read is a view that would keep the whole file in memory.
    return _model(nodes, weights), {name: np.array(weight, np.float32, order="C") for name, weight in weights.items()}


def _embed(encoder: Encoder, nodes: list[bytes], weights: Tensors) -> str:
    tensors = encoder.tensors
    kinds = tensors["embeddings.token_type_embeddings.weight"]
    weights["words"] = tensors["embeddings.word_embeddings.weight"]
    # Every token is of the first kind, so its vector is added to each position once and for all.
    weights["places"] = tensors["embeddings.position_embeddings.weight"] + kinds[0]
    weights["scale"] = tensors["embeddings.LayerNorm.weight"]
    weights["shift"] = tensors["embeddings.LayerNorm.bias"]
    nodes.append(_node("Gather", ["words", "input_ids"], "word_vectors"))
    nodes.append(_node("Gather", ["places", "positions"], "place_vectors"))
    nodes.append(_node("Add", ["word_vectors", "place_vectors"], "summed"))
    nodes.append(_node("LayerNormalization", ["summed", "scale", "shift"], "embedded", epsilon=encoder.epsilon))
    return "embedded"


def _layer(encoder: Encoder, number: int, ends: tuple[str, str], nodes: list[bytes], weights: Tensors) -> None:
    hidden, result = ends
    at = f"{number}."
    weights.update((at + name, tensor) for name, tensor in _layer_weights(encoder.tensors, number).items())

    def add(kind: str, inputs: str, output: str, domain: str = _FUSED, **attributes: float) -> None:
        # Names without a dot are this layer's; whole names (its ends and the mask) are given as they are.
        own = [name if name in {hidden, "mask"} else at + name for name in inputs.split()]
        nodes.append(_node(kind, own, output if output == result else at + output, domain, **attributes))

    add("Attention", f"{hidden} qkv qkv_bias mask", "attended", num_heads=encoder.heads)
    add("MatMul", "attended out", "projected", _OWN)
    add("SkipLayerNormalization", f"projected {hidden} scale shift out_bias", "joined", epsilon=encoder.epsilon)
    add("MatMul", "joined up", "wide", _OWN)
    add("BiasGelu", "wide up_bias", "bent")
    add("MatMul", "bent down", "narrow", _OWN)
    add("SkipLayerNormalization", "narrow joined last_scale last_shift down_bias", result, epsilon=encoder.epsilon)


def _layer_weights(tensors: Tensors, number: int) -> Tensors:
    """PyTorch keeps matrices as (out, in), MatMul wants (in, out); Attention wants its three matrices side by side."""
    source = f"encoder.layer.{number}."
    parts = [f"{source}attention.self.{part}" for part in ("query", "key", "value")]
    norm = f"{source}attention.output.LayerNorm"
    return {
        "qkv": np.concatenate([tensors[f"{part}.weight"] for part in parts]).T,
        "qkv_bias": np.concatenate([tensors[f"{part}.bias"] for part in parts]),
        "out": tensors[f"{source}attention.output.dense.weight"].T,
        "out_bias": tensors[f"{source}attention.output.dense.bias"],
        "scale": tensors[f"{norm}.weight"],
        "shift": tensors[f"{norm}.bias"],
        "up": tensors[f"{source}intermediate.dense.weight"].T,
        "up_bias": tensors[f"{source}intermediate.dense.bias"],
        "down": tensors[f"{source}output.dense.weight"].T,
        "down_bias": tensors[f"{source}output.dense.bias"],
        "last_scale": tensors[f"{source}output.LayerNorm.weight"],
        "last_shift": tensors[f"{source}output.LayerNorm.bias"],
    }


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _block(field: int, content: bytes | str) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _node(kind: str, inputs: Sequence[str], output: str, domain: str = _OWN, **attributes: float) -> bytes:
    """NodeProto: input 1, output 2, name 3, op_type 4, attribute 5, domain 7."""
    made = b"".join(_block(1, name) for name in inputs) + _block(2, output) + _block(3, f"make {output}")
    made += _block(4, kind) + _block(7, domain)
    return made + b"".join(_block(5, _attribute(name, value)) for name, value in attributes.items())


def _attribute(name: str, value: float) -> bytes:
    """AttributeProto: name 1, f 2, i 3, type 20."""
    if isinstance(value, int):
        return _block(1, name) + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    return _block(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, _ATTRIBUTE_FLOAT)


def _external(name: str, shape: Sequence[int]) -> bytes:
    """TensorProto without content: dims 1, data_type 2, name 8, external_data 13, data_location 14."""
    made = b"".join(_number(1, size) for size in shape) + _number(2, FLOAT) + _block(8, name)
    return made + _block(13, _block(1, "location") + _block(2, "memory")) + _number(14, _EXTERNAL)


def _value(name: str, kind: int, axes: Sequence[str]) -> bytes:
    """ValueInfoProto: name 1, type 2; with every axis named, none fixed."""
    shape = b"".join(_block(1, _block(2, axis)) for axis in axes)
    return _block(1, name) + _block(2, _block(1, _number(1, kind) + _block(2, shape)))


def _model(nodes: Sequence[bytes], weights: Tensors) -> bytes:
    """ModelProto: ir_version 1, graph 7, opset_import 8.

    GraphProto: node 1, name 2, initializer 5, input 11, output 12.
    """
    graph = b"".join(_block(1, node) for node in nodes) + _block(2, "encoder")
    graph += b"".join(_block(5, _external(name, weight.shape)) for name, weight in weights.items())
    inputs = [("input_ids", _INT64, "nl"), ("positions", _INT64, "l"), ("mask", _INT32, "nl")]
    graph += b"".join(_block(11, _value(name, kind, axes)) for name, kind, axes in inputs)
    graph += b"".join(_block(12, _value(name, FLOAT, "nlw")) for name in OUTPUTS)
    versions = b"".join(_block(8, _block(1, domain) + _number(2, version)) for domain, version in _VERSIONS.items())
    return _number(1, _IR_VERSION) + _block(7, graph) + versions
