"""Small programs on many frameworks; a name in ``<<`` and ``>>`` stands for a part."""

from __future__ import annotations

from typing import Final

EXPRESS: Final = """
const express = require("express");
const app = express();
<<policy>>
<<more>>
app.get("/items/:id", (request, response) => response.json({ id: 7 }));
app.put("/items/:id", (request, response) => response.json({ id: 7 }));
<<last>>
app.listen(process.env.PORT, "127.0.0.1");
"""

FASTIFY: Final = """
const app = require("fastify")();
<<policy>>
app.get("/items/:id", async () => ({ id: 7 }));
app.put("/items/:id", async () => ({ id: 7 }));
app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
"""

SOCKET_IO: Final = """
const { Server } = require("socket.io");
const httpServer = require("http").createServer();
<<policy>>
httpServer.listen(process.env.PORT, "127.0.0.1");
"""

FASTAPI: Final = """
import os
import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse, RedirectResponse
app = FastAPI()
<<policy>>
<<more>>
@app.get("/items/{number}")
@app.put("/items/{number}")
async def item(number: int):
    return {"id": number}
@app.get("/broken")
async def broken():
    <<broken>>
<<last>>
uvicorn.run(app, port=int(os.environ["PORT"]), log_level="warning")
"""

STARLETTE: Final = """
import os
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
async def item(request):
    return JSONResponse({"id": 7})
app = Starlette(routes=[Route("/items/{number}", item, methods=["GET", "PUT"])])
<<policy>>
<<last>>
uvicorn.run(app, port=int(os.environ["PORT"]), log_level="warning")
"""

DJANGO: Final = """
SECRET_KEY = "zoo"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "<<urls>>"
INSTALLED_APPS = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
<<policy>>
"""

FLASK: Final = """
import os
from flask import Flask, abort, jsonify, make_response, redirect, request
app = Flask(__name__)
<<policy>>
<<more>>
@app.route("/items/<int:number>", methods=["GET", "PUT"])
def item(number):
    return jsonify(id=number)
@app.route("/orders/", methods=["GET", "PUT"])
def orders():
    return jsonify([])
@app.route("/broken")
<<decorator>>
def broken():
    <<broken>>
<<last>>
app.run(port=int(os.environ["PORT"]))
"""

AIOHTTP: Final = """
import os
from aiohttp import web
app = web.Application()
async def item(request):
    return web.json_response({"id": 7})
app.router.add_get("/items/{number}", item)
app.router.add_put("/items/{number}", item)
<<policy>>
<<last>>
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
"""

SOCKETIO: Final = """
import os
import socketio
from aiohttp import web
app = web.Application()
<<policy>>
sio.attach(app)
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
"""
