#!/bin/sh
exec /usr/libexec/hardcc/update
