// What somebody says of herself, away from the doors: her points, her times, her leave, hours that she gave.

/** Actions of the page `app`. `say(kind, payload, name)` saves an act and shows that it was saved. */
export function owning({ app, say, refresh }) {
  const told = (kind) => async (payload, name = app.binding.name) => {
    await say(kind, payload, name);
    app.close();
    await refresh();
  };
  return {
    objectToPoints: (day, text) => told("points_objection")({ day, text }),
    correctDay: told("clock_correction"),
    askForLeave: told("leave_request"),
    giveHours: told("timebank_hours"),
    confirmHours: (entry, code) => told("timebank_confirm")({ person: entry.person, hours: entry.id, scan: code }, entry.name),
  };
}
