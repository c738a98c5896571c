"""The bytes as they cross the socket, both ways, inside Scrapy."""
