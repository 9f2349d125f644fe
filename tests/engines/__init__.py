"""
Three real browsers, driven over loopback, without a driver.

A bed plays every host. A page, opened in one engine, makes the requests of many cases and posts
what it could read to its own origin; the bed's log has what the engine sent, byte for byte::

    with Bed() as bed:
        bed.route("https://api.example.net", lambda request: answer(200, [("Vary", "Origin")]))
        bed.route("https://shop.example.net", 8000)  # the port of a real server
        run = bed.run("https://app.example.com", Script(cases=cases, concurrency=10))
        with launch(ENGINES["firefox"], bed, run.url):
            results = run.results(timeout=60)
        asked = bed.asked("https://api.example.net/orders/7")
"""
