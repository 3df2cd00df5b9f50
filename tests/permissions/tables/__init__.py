"""What each room's addresses ask for. One module a room:

* PAGES: name of the page → Route; API: "GET /path/{id}" → Route.
* OBJECTS: page → kind of object in its address (several: a tuple, the last decides who may see the page). An
  operation's kinds are the names in its path, unless OBJECTS says otherwise.
* put_on_stage(props): objects of the room's own, put there by its actions: `props.put("claim_id", 7, org="hospital")`;
  and words that some must never meet: `props.mark("13800000001", org=…, seen_by="privacy.reveal", shown_on="contact")`.
* ACTIONS: permission that no address asks for → function of an actor and the props that asks for it, by calling
  the action with anything: NotAllowed is a refusal, everything else an answer.

Which roles hold a permission is agreed in `expected/<room>.txt`; who sees whose object is worked out in principals.py.
"""
