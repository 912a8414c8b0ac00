"""Runs protocol_client.py against a real server. usage: protocol_client_test.py FOLDER_OF_PROGRAMS"""
import sys

import protocol_client
from servers import Programs, Server

with Programs(sys.argv[1]) as programs:
    server = Server(programs)
    folder = programs.folder / "another"
    folder.mkdir()
    protocol_client.main(server.url, server.code(), folder)
