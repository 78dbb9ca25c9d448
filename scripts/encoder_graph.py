"""The graph of the default embedder's layers, without weights, for onnxruntime.

    python scripts/encoder_graph.py --write

writes `ingest/embedding/encoder.onnx`; `ingest.embedding.encoder` puts the weights in. It is BERT
(Devlin et al. 2019) of the embedder's dimensions. The operators of com.microsoft are onnxruntime's
own: each does in one pass what takes several of ONNX.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from onnx import ModelProto, NodeProto, TensorProto, helper

FILE = Path(__file__).parents[1] / "ingest" / "embedding" / "encoder.onnx"
_LAYERS, _HEADS, _WIDTH, _INNER = 12, 12, 384, 1536
_EPSILON = 1e-12
_FUSED = "com.microsoft"


class _Drawing:
    """Nodes, and the weights they name."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def weight(self, name: str, *shape: int) -> str:
        tensor = TensorProto(
            name=name,
            data_type=TensorProto.FLOAT,
            dims=shape,
            data_location=TensorProto.EXTERNAL,
        )
        tensor.external_data.add(key="location", value="given")
        self.weights.append(tensor)
        return name

    def norm(self, name: str) -> list[str]:
        return [self.weight(f"{name}.{part}", _WIDTH) for part in ("weight", "bias")]

    def node(
        self, kind: str, given: list[str], made: str, domain: str = "", **attributes: float
    ) -> str:
        node = helper.make_node(kind, given, [made], name=made, domain=domain)
        node.attribute.extend(helper.make_attribute(*named) for named in attributes.items())
        self.nodes.append(node)
        return made


def graph() -> ModelProto:
    """Word vectors with their places, and a mask, to the last states."""
    drawing = _Drawing()
    node, weight, norm = drawing.node, drawing.weight, drawing.norm
    states = node(
        "LayerNormalization", ["embedded", *norm("norm")], "begin", axis=-1, epsilon=_EPSILON
    )
    for number in range(_LAYERS):
        at = f"layer.{number}"
        given = [
            weight(f"{at}.qkv.weight", _WIDTH, 3 * _WIDTH),
            weight(f"{at}.qkv.bias", 3 * _WIDTH),
        ]
        heard = node("Attention", [states, *given, "mask"], f"{at}.heard", _FUSED, num_heads=_HEADS)
        mixed = node(
            "MatMul", [heard, weight(f"{at}.attention.weight", _WIDTH, _WIDTH)], f"{at}.mixed"
        )
        states = node(
            "SkipLayerNormalization",
            [mixed, states, *norm(f"{at}.attention.norm"), weight(f"{at}.attention.bias", _WIDTH)],
            f"{at}.attended",
            _FUSED,
            epsilon=_EPSILON,
        )
        wide = node("MatMul", [states, weight(f"{at}.inner.weight", _WIDTH, _INNER)], f"{at}.wide")
        wide = node("BiasGelu", [wide, weight(f"{at}.inner.bias", _INNER)], f"{at}.gelu", _FUSED)
        narrow = node(
            "MatMul", [wide, weight(f"{at}.outer.weight", _INNER, _WIDTH)], f"{at}.narrow"
        )
        states = node(
            "SkipLayerNormalization",
            [narrow, states, *norm(f"{at}.norm"), weight(f"{at}.outer.bias", _WIDTH)],
            "states" if number == _LAYERS - 1 else f"{at}.end",
            _FUSED,
            epsilon=_EPSILON,
        )
    shape = ["batch", "tokens"]
    whole = helper.make_graph(
        drawing.nodes,
        "encoder",
        [
            helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [*shape, _WIDTH]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, shape),
        ],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, _WIDTH])],
        drawing.weights,
    )
    operators = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(whole, opset_imports=operators, ir_version=8)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", required=True)
    options.parse_args()
    FILE.write_bytes(graph().SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
