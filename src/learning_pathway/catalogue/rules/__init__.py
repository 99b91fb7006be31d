"""The rules that a catalogue must keep beyond the shape of its entries: functions from a `RawCatalogue` to problems."""
