"""The graphs of the default embedder's layers, without weights, for onnxruntime.

    python scripts/encoder_graph.py --write

writes `ingest/embedding/encoder.onnx` and `encoder_8bit.onnx` beside it; `ingest.embedding.encoder`
puts the weights in. Both are BERT (Devlin et al. 2019) of the embedder's dimensions. The operators
of com.microsoft are onnxruntime's own: each does in one pass what takes several of ONNX.

The second multiplies numbers of eight bits and gives only the state of the first token, which is
all that the reader's head looks at. A token's numbers are divided by the largest of them before
they are rounded, each token by its own (Yao et al. 2022, "ZeroQuant: Efficient and Affordable
Post-Training Quantization for Large-Scale Transformers"): so a score does not depend on the texts
it is computed beside.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper
from onnx.helper import make_node

FOLDER = Path(__file__).parents[1] / "ingest" / "embedding"
_LAYERS, _HEADS, _WIDTH, _INNER = 12, 12, 384, 1536
_EPSILON = 1e-12
_FUSED = "com.microsoft"
_LEVELS = 127
"""Steps from nothing to a token's largest number; nothing is 128."""


class _Drawing:
    """Nodes, and the weights they name."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[TensorProto] = []

    def weight(self, name: str, *shape: int, kind: int = TensorProto.FLOAT) -> str:
        tensor = TensorProto(
            name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL
        )
        tensor.external_data.add(key="location", value="given")
        self.weights.append(tensor)
        return name

    def norm(self, name: str) -> list[str]:
        return [self.weight(f"{name}.{part}", _WIDTH) for part in ("weight", "bias")]

    def node(
        self, kind: str, given: list[str], made: str, domain: str = "", **attributes: float
    ) -> str:
        node = make_node(kind, given, [made], name=made, domain=domain)
        node.attribute.extend(helper.make_attribute(*named) for named in attributes.items())
        self.nodes.append(node)
        return made

    def product(self, states: str, weight: str, made: str, *shape: int) -> str:
        """The states times a weight."""
        return self.node("MatMul", [states, self.weight(weight, *shape)], made)

    def attention(self, states: str, at: str) -> str:
        """What the heads of a layer make of the states."""
        given = [
            self.weight(f"{at}.qkv.weight", _WIDTH, 3 * _WIDTH),
            self.weight(f"{at}.qkv.bias", 3 * _WIDTH),
        ]
        return self.node(
            "Attention", [states, *given, "mask"], f"{at}.heard", _FUSED, num_heads=_HEADS
        )

    def first(self, states: str) -> str:
        """The states that the last layer goes on with: here all."""
        return states


class _EightBitDrawing(_Drawing):
    """Products of rounded states and rounded weights."""

    def __init__(self) -> None:
        super().__init__()
        for name, value in (
            ("level", np.array(1 / _LEVELS, np.float32)),
            ("nothing", np.array(_LEVELS + 1, np.uint8)),
            ("least", np.array(1e-9, np.float32)),
            ("at 0", np.array([0], np.int64)),
            ("at 1", np.array([1], np.int64)),
        ):
            self.weights.append(numpy_helper.from_array(value, name))

    def product(self, states: str, weight: str, made: str, *shape: int) -> str:
        sizes = self.node("Abs", [states], f"{made}.sizes")
        largest = make_node("ReduceMax", [sizes], [f"{made}.size"], axes=[-1], keepdims=1)
        self.nodes.append(largest)
        largest_or_least = self.node("Max", [f"{made}.size", "least"], f"{made}.largest")
        scaled = self.node("Div", [states, largest_or_least], f"{made}.scaled")
        rounded = self.node("QuantizeLinear", [scaled, "level", "nothing"], f"{made}.rounded")
        weights = self.weight(weight, *shape, kind=TensorProto.INT8)
        scale = self.weight(f"{weight}.scale", shape[1])
        given = [rounded, weights, "level", scale, "nothing"]
        multiplied = self.node("MatMulIntegerToFloat", given, f"{made}.product", _FUSED)
        return self.node("Mul", [multiplied, largest_or_least], made)

    def attention(self, states: str, at: str) -> str:
        multiplied = self.product(states, f"{at}.qkv.weight", f"{at}.qkv", _WIDTH, 3 * _WIDTH)
        bias = self.weight(f"{at}.qkv.bias", 3 * _WIDTH)
        biased = self.node("Add", [multiplied, bias], f"{at}.biased")
        query, key, value = (f"{at}.{part}" for part in ("query", "key", "value"))
        self.nodes.append(make_node("Split", [biased], [query, key, value], axis=2))
        if at == f"layer.{_LAYERS - 1}":
            query = self.first(query)
        given = [query, key, value, "", "mask"]
        return self.node("MultiHeadAttention", given, f"{at}.heard", _FUSED, num_heads=_HEADS)

    def first(self, states: str) -> str:
        return self.node("Slice", [states, "at 0", "at 1", "at 1"], f"{states}.first")


def graph(*, eight_bits: bool = False) -> ModelProto:
    """Word vectors with their places, and a mask, to the last states."""
    drawing = _EightBitDrawing() if eight_bits else _Drawing()
    node, weight, norm, product = drawing.node, drawing.weight, drawing.norm, drawing.product
    states = node(
        "LayerNormalization", ["embedded", *norm("norm")], "begin", axis=-1, epsilon=_EPSILON
    )
    for number in range(_LAYERS):
        at = f"layer.{number}"
        is_last = number == _LAYERS - 1
        heard = drawing.attention(states, at)
        mixed = product(heard, f"{at}.attention.weight", f"{at}.mixed", _WIDTH, _WIDTH)
        states = drawing.first(states) if is_last else states
        states = node(
            "SkipLayerNormalization",
            [mixed, states, *norm(f"{at}.attention.norm"), weight(f"{at}.attention.bias", _WIDTH)],
            f"{at}.attended",
            _FUSED,
            epsilon=_EPSILON,
        )
        wide = product(states, f"{at}.inner.weight", f"{at}.wide", _WIDTH, _INNER)
        wide = node("BiasGelu", [wide, weight(f"{at}.inner.bias", _INNER)], f"{at}.gelu", _FUSED)
        narrow = product(wide, f"{at}.outer.weight", f"{at}.narrow", _INNER, _WIDTH)
        states = node(
            "SkipLayerNormalization",
            [narrow, states, *norm(f"{at}.norm"), weight(f"{at}.outer.bias", _WIDTH)],
            "states" if is_last else f"{at}.end",
            _FUSED,
            epsilon=_EPSILON,
        )
    shape = ["batch", "tokens"]
    states_shape = ["batch", 1 if eight_bits else "tokens", _WIDTH]
    whole = helper.make_graph(
        drawing.nodes,
        "encoder",
        [
            helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [*shape, _WIDTH]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, shape),
        ],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, states_shape)],
        drawing.weights,
    )
    operators = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(whole, opset_imports=operators, ir_version=8)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", required=True)
    options.parse_args()
    for name, drawn in (
        ("encoder.onnx", graph()),
        ("encoder_8bit.onnx", graph(eight_bits=True)),
    ):
        (FOLDER / name).write_bytes(drawn.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
