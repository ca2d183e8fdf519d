"""The care net: the picture, holes, links of an elder, carers."""
