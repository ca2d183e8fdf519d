"""Writes: one public function for one act in the real world."""
