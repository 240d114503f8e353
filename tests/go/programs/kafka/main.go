// Program kafka makes a producer of librdkafka's, which the module brings built for musl (-tags musl).
package main

import "github.com/confluentinc/confluent-kafka-go/v2/kafka"

func main() {
	p, err := kafka.NewProducer(&kafka.ConfigMap{"bootstrap.servers": "127.0.0.1:1", "log_level": 0})
	if err != nil {
		panic(err)
	}
	number, _ := kafka.LibraryVersion()
	println("producer", p.String() != "", "version", number > 0)
	p.Close()
}
